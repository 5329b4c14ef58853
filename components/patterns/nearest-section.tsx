'use client'

import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternDetail } from '@/lib/patterns/schema'
import { useMergeInto } from '@/lib/patterns/use-pattern-detail'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'
import { TemplateText } from './template-text'
import { useMovePattern } from './use-move-pattern'

const TITLE_MAX = 80
/** Share of words below which two patterns have nothing to do with each other. */
const NEAR = 0.2

interface NearestProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** The patterns with the most words in common: one of them may be the same failure. */
export function NearestSection({ pattern: { id, nearest }, fleet }: NearestProps) {
  const near = nearest.filter(({ likeness }) => likeness >= NEAR)
  const { madeRules, offReason } = useMovePattern(fleet)
  const { mutate, error, isPending } = useMergeInto(id, fleet, ({ rules, applied }) => {
    const ids = rules.map((rule) => rule.id)
    madeRules(applied ? 'Merged into this pattern' : 'Merge kept; it is applied when failures are grouped next', ids)
  })
  if (near.length === 0) return null
  return (
    <Section id="nearest" title="Nearest other patterns" about="by the words they share">
      {error ? (
        <p role="alert" className="pb-2 text-bad">
          <HostileText text={error.message} max={300} />
        </p>
      ) : null}
      <ul>
        {near.map((other) => (
          <li
            key={other.id}
            className="grid grid-cols-[minmax(0,1fr)_auto_auto] items-center gap-x-3 border-line py-1 not-last:border-b"
          >
            <Link
              href={paths.pattern(other.id, fleet)}
              prefetch={false}
              title={plainText(other.template)}
              className="truncate hover:underline"
            >
              <TemplateText text={other.title} max={TITLE_MAX} />
            </Link>
            <span className="text-right text-12 text-2">
              {formatInteger(other.occurrences)}{' '}
              <span className="text-3" title="share of words that both have">
                · {formatPercent(other.likeness)}
              </span>
            </span>
            <Button
              size="sm"
              look="ghost"
              aria-label={`Merge into this one: ${plainText(other.title, TITLE_MAX)}`}
              title="Merge into this one"
              disabledReason={offReason ?? (isPending ? 'it has been asked for' : null)}
              onClick={() => mutate(other.id)}
            >
              Merge into this
            </Button>
          </li>
        ))}
      </ul>
    </Section>
  )
}
