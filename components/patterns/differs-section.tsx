'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText, VisibleText } from '@/components/ui/hostile-text'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { shareOf } from '@/lib/patterns/detail-words'
import { fillPlace } from '@/lib/patterns/fill-place'
import type { RuleResult } from '@/lib/patterns/operator-schema'
import type { DifferingPlace, PatternDetail } from '@/lib/patterns/schema'
import { useSplitPattern } from '@/lib/patterns/use-pattern-detail'
import { plural } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { MaskBox } from './template-text'
import { useMovePattern } from './use-move-pattern'

const SHOWN = 3
const VALUE_MAX = 60

interface DiffersProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** What stands under each mask and how often. One value may become a pattern of its own. */
export function DiffersSection({ pattern, fleet }: DiffersProps) {
  const { places, looked } = pattern.differs
  const { madeRules, offReason } = useMovePattern(fleet)
  const [made, setMade] = useState<RuleResult | null>(null)
  const { mutate, isPending, error } = useSplitPattern(pattern.id, fleet, (result) => {
    setMade(result)
    const ids = result.rules.map(({ id }) => id)
    madeRules('Split off a pattern of its own', ids)
  })
  if (places.length === 0) return null
  return (
    <Section id="differs" title="What differs" about={`values under the masks, newest ${formatInteger(looked)}`}>
      {made ? <SplitOff result={made} fleet={fleet} /> : null}
      {error ? (
        <p role="alert" className="pb-2 text-bad">
          <HostileText text={error.message} max={300} />
        </p>
      ) : null}
      <ul className="grid gap-3">
        {places.map((place) => (
          <Place
            key={place.place}
            place={place}
            template={pattern.template}
            off={offReason ?? (isPending ? 'it has been asked for' : null)}
            onSplit={mutate}
          />
        ))}
      </ul>
    </Section>
  )
}

/** What came of it, until the page is left: this page goes on showing the others. */
function SplitOff({ result: { pattern, applied }, fleet }: { result: RuleResult; fleet: Fleet }) {
  return (
    <p role="status" className="pb-2 text-12 text-2">
      {pattern ? (
        <>
          Split off:{' '}
          <Link href={paths.pattern(pattern.id, fleet)} prefetch={false} className="text-accent hover:underline">
            {plainText(pattern.title, VALUE_MAX)}
          </Link>
        </>
      ) : applied ? (
        'Split off.'
      ) : (
        'The rule is kept, and applied when failures are grouped next.'
      )}
    </p>
  )
}

interface PlaceProps {
  place: DifferingPlace
  template: string
  /** Why nothing can be split here now. */
  off: string | null
  onSplit: (template: string) => void
}

function Place({ place, template, off, onSplit }: PlaceProps) {
  const [isWhole, setWhole] = useState(false)
  const { before, after, distinct, values } = place
  const shown = isWhole ? values : values.slice(0, SHOWN)
  const most = Math.max(1, ...values.map(({ count }) => count))
  const all = values.reduce((sum, { count }) => sum + count, 0)
  return (
    <li className="grid gap-0.5">
      <p className="truncate font-mono text-12 text-3" title={plainText(`${before}<*>${after}`)}>
        …<VisibleText text={before.slice(-18)} />
        <MaskBox />
        <VisibleText text={after.slice(0, 18)} />…
        <span className="pl-2 font-sans">
          {distinct === 1 ? 'always the same' : plural(distinct, 'different value')}
        </span>
      </p>
      <ul>
        {shown.map(({ value, count }) => {
          const { template: filled, refusal } = fillPlace(template, place, value)
          return (
            <li
              key={value}
              className="grid grid-cols-[minmax(0,1fr)_72px_44px_72px] items-center gap-x-2 py-0.5 max-md:grid-cols-[minmax(0,1fr)_44px_72px]"
            >
              <span className="wrap-anywhere font-mono text-12">
                <HostileText text={value} max={VALUE_MAX} mono />
              </span>
              <span aria-hidden="true" className="h-2 max-md:hidden">
                <span
                  className="block h-2 bg-s-other"
                  style={{ width: distinct === 1 ? 0 : `${(100 * count) / most}%` }}
                />
              </span>
              <span className="text-right text-12" title={`${shareOf(count, all)} of those shown`}>
                {formatInteger(count)}
              </span>
              {distinct === 1 ? (
                <span />
              ) : (
                <Button
                  size="sm"
                  look="ghost"
                  aria-label={`Make “${plainText(value, VALUE_MAX)}” a pattern of its own`}
                  title="Make this value a pattern of its own"
                  disabledReason={off ?? refusal}
                  onClick={() => filled !== null && onSplit(filled)}
                >
                  Split off
                </Button>
              )}
            </li>
          )
        })}
      </ul>
      <More place={place} shown={shown.length} onAll={() => setWhole(true)} />
    </li>
  )
}

function More({
  place: { values, distinct },
  shown,
  onAll,
}: {
  place: DifferingPlace
  shown: number
  onAll: () => void
}) {
  const hidden = distinct - shown
  if (hidden <= 0) return null
  if (shown === values.length) return <span className="text-12 text-3">and {formatInteger(hidden)} more</span>
  return (
    <button type="button" className="justify-self-start text-12 text-accent hover:underline" onClick={onAll}>
      {formatInteger(hidden)} more
    </button>
  )
}
