'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { subjectPatternsQuery } from '@/lib/patterns/detail-queries'
import { plural } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { StateBadge } from './state-badge'
import { TemplateText } from './template-text'

const TITLE_MAX = 110

/** The failure patterns seen in a session, for the narrow column beside a transcript; nothing where there is none. */
export function SessionPatterns({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data } = useQuery(subjectPatternsQuery('session', id, fleet))
  if (!data || data.items.length === 0) return null
  const hidden = data.total - data.items.length
  return (
    <Section title="Patterns" count={formatInteger(data.total)} meta="failures that are alike">
      <ul className="grid gap-1.5">
        {data.items.map(({ pattern, occurrences }) => (
          <li key={pattern.id} className="grid gap-0.5">
            <Link
              href={paths.pattern(pattern.id, fleet)}
              prefetch={false}
              title={plainText(pattern.template)}
              className="truncate hover:underline"
            >
              <TemplateText text={pattern.title} max={TITLE_MAX} />
            </Link>
            <span className="flex flex-wrap items-center gap-x-2 text-12 text-3">
              <StateBadge pattern={pattern} />
              <span>{plural(occurrences, 'time')} here</span>
              {pattern.recurrence.told === null ? null : <span>{pattern.recurrence.told}</span>}
            </span>
          </li>
        ))}
      </ul>
      {hidden > 0 ? <p className="pt-1 text-12 text-3">and {formatInteger(hidden)} more</p> : null}
    </Section>
  )
}
