'use client'

import { useSearchParams } from 'next/navigation'
import { Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternDetail } from '@/lib/patterns/schema'
import { TREND_WORDS } from '@/lib/patterns/words'
import { CAUSE_WORDS } from '@/lib/runs/status'
import { useClockText } from '@/lib/time/page-clock'
import { AffectedSection } from './affected-section'
import { DaysSection } from './days-section'
import { DiffersSection } from './differs-section'
import { HelpsSection } from './helps-section'
import { HistorySection } from './history-section'
import { MadeBySection } from './made-by-section'
import { NearestSection } from './nearest-section'
import { OccurrencesSection } from './occurrences-section'
import { OwnerSection } from './owner-section'
import { PatternActions } from './pattern-actions'
import { PatternNumbers } from './pattern-numbers'
import { RatesSection } from './rates-section'
import { StateBadge } from './state-badge'
import { TemplateSection } from './template-section'
import { TriageNotice } from './triage-notice'
import type { PatternMoves } from './use-pattern-moves'

interface PatternBodyProps {
  pattern: PatternDetail
  fleet: Fleet
  moves: PatternMoves
}

/** What it is, what it cost, when it happened, and what is known and was done about it. */
export function PatternBody({ pattern, fleet, moves }: PatternBodyProps) {
  const params = useSearchParams()
  const today = useClockText((nowMs) => new Date(nowMs).toISOString().slice(0, 10))
  const was = params.get('was')
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2 pt-3">
        <KnownOf pattern={pattern} fleet={fleet} />
        <PatternActions moves={moves} className="lg:hidden" />
      </div>
      <TriageNotice />
      {was !== null && was !== pattern.id ? (
        <p role="status" className="pt-3 text-12 text-2">
          It had the id <code className="font-mono">{plainText(was, 40)}</code> before: its template covers more
          messages now.
        </p>
      ) : null}
      <TemplateSection pattern={pattern} />
      <div className="bleed page-x mt-3 border-line border-t">
        <PatternNumbers pattern={pattern} nowMs={Date.parse(today)} />
      </div>
      <div className="grid gap-x-8 lg:grid-cols-[minmax(0,7fr)_minmax(0,5fr)]">
        <div className="min-w-0">
          <DaysSection pattern={pattern} today={today} />
          <OccurrencesSection pattern={pattern} fleet={fleet} runId={params.get('run')} />
          <HistorySection pattern={pattern} fleet={fleet} />
        </div>
        <div className="min-w-0 max-lg:mt-5 max-lg:border-line max-lg:border-t">
          <RatesSection pattern={pattern} />
          <DiffersSection pattern={pattern} fleet={fleet} />
          <HelpsSection pattern={pattern} fleet={fleet} />
          <AffectedSection pattern={pattern} fleet={fleet} />
          <OwnerSection pattern={pattern} fleet={fleet} />
          <NearestSection pattern={pattern} fleet={fleet} />
          <MadeBySection pattern={pattern} fleet={fleet} />
        </div>
      </div>
    </>
  )
}

/** What the head has no room for: cause, type, where it goes and whose it is. */
function KnownOf({ pattern, fleet }: { pattern: PatternDetail; fleet: Fleet }) {
  const { cause, errorType, owner, trend, systems, priority, confidence } = pattern
  const facts = [
    TREND_WORDS[trend],
    `priority ${priority}`,
    `confidence ${confidence}`,
    ...systems.slice(0, 3).map((system) => plainText(system, 40)),
    ...(owner === null ? [] : [`owner ${plainText(owner, 40)}`]),
  ]
  return (
    <span className="flex min-w-0 flex-1 flex-wrap items-center gap-2 max-md:basis-full">
      <span className="md:hidden">
        <StateBadge pattern={pattern} />
      </span>
      <Tag title="what is to blame">{CAUSE_WORDS[cause]}</Tag>
      <Tag title="the type of the failure">{plainText(errorType.replaceAll('_', ' '), 60)}</Tag>
      <span className="text-12 text-3">{facts.join(' · ')}</span>
      <a href={paths.api.patternReport(fleet)} className="ml-auto text-12 text-accent hover:underline">
        Report of all patterns
      </a>
    </span>
  )
}
