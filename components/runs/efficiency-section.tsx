'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { NotRecorded } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { phase6Query, tokenEfficiencyQuery } from '@/lib/runs/queries'
import type { Phase6StatsWire, TokenEfficiencyWire } from '@/lib/runs/schema'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'

interface SectionProps {
  id: string
  fleet: Fleet
}

type Facts = readonly (readonly [label: string, value: ReactNode])[]

function FactGrid({ facts }: { facts: Facts }) {
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-8 gap-y-1.5 sm:grid-cols-2 lg:grid-cols-3">
      {facts.map(([label, value]) => (
        <div key={label} className="flex min-w-0 justify-between gap-3 border-line border-b pb-1">
          <dt className="flex-none text-12 text-2">{label}</dt>
          <dd className="min-w-0 text-right wrap-anywhere">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

const average = (value: number | null) =>
  value === null ? <NotRecorded reason="no phase to average over" /> : formatInteger(Math.round(value * 10) / 10)

const counts = (record: Readonly<Record<string, number>>) =>
  Object.entries(record)
    .map(([name, count]) => `${plainText(name, 60)} ${formatInteger(count)}`)
    .join(', ') || 'none'

function phase6Facts(stats: Phase6StatsWire): Facts {
  return [
    ['phases with a row', formatInteger(stats.totalPhases)],
    ['failure hardening triggered', formatInteger(stats.failureHardeningTriggeredCount)],
    ['failure patterns', counts(stats.failurePatternsDetected)],
    ['doctor calls skipped', formatInteger(stats.doctorCallsSkippedCount)],
    ['doctor tokens avoided, estimate', formatInteger(stats.totalDoctorTokensAvoidedEstimate)],
    [
      'estimates rest on',
      Object.entries(stats.estimateCoverageStats)
        .map(
          ([name, { count, totalN }]) =>
            `${plainText(name, 40)}: ${formatInteger(count)} phases, n = ${formatInteger(totalN)}`,
        )
        .join('; ') || 'none',
    ],
    ['intention context injected', formatInteger(stats.intentionContextInjectedCount)],
    ['intention context, characters', formatInteger(stats.totalIntentionContextChars)],
    ['characters a phase', average(stats.avgIntentionContextCharsPerPhase)],
    ['plan normalisation', stats.planNormalizationUsed ? 'used' : 'not used'],
  ]
}

function budgetUse({ budgetUtilization, totalBudgetUsed, totalBudgetCap }: TokenEfficiencyWire): ReactNode {
  if (budgetUtilization === null) return <NotRecorded reason="no cap was recorded" />
  return (
    <span title={`${formatInteger(totalBudgetUsed)} of ${formatInteger(totalBudgetCap)} tokens`}>
      {formatPercent(budgetUtilization)} of {formatInteger(totalBudgetCap)}
    </span>
  )
}

function efficiencyFacts(stats: TokenEfficiencyWire): Facts {
  return [
    ['phases with a row', formatInteger(stats.totalPhases)],
    ['artifact substitutions', formatInteger(stats.totalArtifactSubstitutions)],
    ['substitutions a phase', average(stats.avgArtifactSubstitutionsPerPhase)],
    ['tokens saved by artifacts, counted', formatInteger(stats.totalTokensSavedArtifacts)],
    ['tokens saved a phase', average(stats.avgTokensSavedPerPhase)],
    ['context budget used', budgetUse(stats)],
    ['files kept', formatInteger(stats.totalFilesKept)],
    ['files left out', formatInteger(stats.totalFilesOmitted)],
    ['semantic mode', formatInteger(stats.semanticModeCount)],
    ['lexical mode', formatInteger(stats.lexicalModeCount)],
    ['phase outcomes', counts(stats.phaseOutcomeCounts)],
  ]
}

/** Figures of phase6_metrics; stands only where the source wrote some. */
export function Phase6Section({ id, fleet }: SectionProps) {
  const { data, error, refetch } = useQuery(phase6Query(id, fleet))
  if (!data && !error) return null
  if (data && data.totalPhases === 0) return null
  return (
    <Section id="phase6" title="Phase 6 features" about="sums of phase6_metrics of this run">
      {data ? (
        <FactGrid facts={phase6Facts(data)} />
      ) : error ? (
        <QueryError what="the phase 6 figures" error={error} onRetry={() => void refetch()} />
      ) : null}
    </Section>
  )
}

/** Figures of token_efficiency_metrics; stands only where the source wrote some. */
export function TokenEfficiencySection({ id, fleet }: SectionProps) {
  const { data, error, refetch } = useQuery(tokenEfficiencyQuery(id, fleet))
  if (!data && !error) return null
  if (data && data.totalPhases === 0) return null
  return (
    <Section id="token-efficiency" title="Token efficiency" about="sums of token_efficiency_metrics of this run">
      {data ? (
        <FactGrid facts={efficiencyFacts(data)} />
      ) : error ? (
        <QueryError what="the token efficiency" error={error} onRetry={() => void refetch()} />
      ) : null}
    </Section>
  )
}
