'use client'

import Link from 'next/link'
import { HostileText } from '@/components/ui/hostile-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { RuleTest } from '@/lib/patterns/operator-schema'
import { plural } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { TemplateText } from './template-text'

const MOVED_MAX = 20

/** What a rule would do to the newest failures. */
export function RuleTestResult({ result, fleet }: { result: RuleTest; fleet: Fleet }) {
  const { looked, gained, kept, lost, moved, samples } = result
  return (
    <div className="grid max-w-200 gap-3 pt-4 text-13">
      <p>
        Of the newest {plural(looked, 'failure')}: <b className="font-semibold">{formatInteger(gained)} gained</b>,{' '}
        {formatInteger(kept)} kept, {formatInteger(lost)} lost
      </p>
      {moved.length > 0 ? (
        <div>
          <h3 className="pb-1 text-12 text-2">Moved from</h3>
          <ul className="grid gap-1">
            {moved.slice(0, MOVED_MAX).map(({ id, title, count, of }) => (
              <li key={id ?? ''} className="flex items-baseline gap-2">
                <span className="min-w-0 flex-1 wrap-anywhere">
                  {id === null ? (
                    'failures in no pattern'
                  ) : (
                    <Link href={paths.pattern(id, fleet)} prefetch={false} className="hover:underline">
                      <TemplateText text={title ?? id} max={160} />
                    </Link>
                  )}
                </span>
                <span className="flex-none text-12 text-2">
                  {formatInteger(count)} of {formatInteger(of)}
                </span>
              </li>
            ))}
            {moved.length > MOVED_MAX ? <li className="text-2">and {moved.length - MOVED_MAX} more</li> : null}
          </ul>
        </div>
      ) : null}
      <Samples title="Samples of what it gains" items={samples.gained} />
      <Samples title="Samples of what it loses" items={samples.lost} />
    </div>
  )
}

function Samples({ title, items }: { title: string; items: RuleTest['samples']['gained'] }) {
  if (items.length === 0) return null
  return (
    <div>
      <h3 className="pb-1 text-12 text-2">{title}</h3>
      <ul className="grid gap-1">
        {items.map(({ id, message }) => (
          <li key={id} className="rounded-sm bg-sunken px-2 py-1">
            <HostileText text={message} max={300} mono />
          </li>
        ))}
      </ul>
    </div>
  )
}
