'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { LowerBound } from '@/components/ui/num'
import { Skeleton } from '@/components/ui/skeleton'
import { HowBadge, Tag } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import type { LedgersWire } from '@/lib/ledgers/schema'
import { paths } from '@/lib/paths'
import { runLedgersQuery } from '@/lib/runs/queries'
import type { RunDetail } from '@/lib/runs/schema'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

/** Four accounts of different kinds, side by side and never added. */
export function LedgersSection({
  run: { id, system },
  fleet,
}: {
  run: Pick<RunDetail, 'id' | 'system'>
  fleet: Fleet
}) {
  const { data, error, refetch } = useQuery(runLedgersQuery(id, fleet))
  return (
    <Section id="ledgers" title="Ledgers" about="four accounts of different kinds; they are never added">
      {data ? (
        <div className="grid gap-y-4 md:grid-cols-2 xl:grid-cols-4">
          <Spent spent={data.spent} isAutopack={system === 'autopack'} />
          <ArtifactAvoided avoided={data.artifactAvoided} isAutopack={system === 'autopack'} />
          <DoctorAvoided avoided={data.doctorAvoided} isAutopack={system === 'autopack'} />
          <AbDelta delta={data.abDelta} fleet={fleet} />
        </div>
      ) : error ? (
        <QueryError what="the ledgers" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="grid h-32 content-start gap-3">
          <Skeleton className="w-48" />
          <Skeleton className="w-32" />
        </div>
      )}
    </Section>
  )
}

interface LedgerProps {
  title: string
  how: 'measured' | 'counted' | 'estimated'
  /** Null: nothing was recorded. */
  amount: ReactNode
  children: ReactNode
}

function Ledger({ title, how, amount, children }: LedgerProps) {
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1 border-line max-md:not-first:border-t max-md:not-first:pt-3 md:px-5 md:first:pl-0 md:max-xl:even:border-l xl:not-first:border-l">
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-13">{title}</h3>
        <HowBadge how={how} />
      </div>
      <p className="mt-1.5">
        {amount === null ? (
          <span className="text-20 text-3">not recorded</span>
        ) : (
          <span className="font-semibold text-24 tracking-tight">{amount}</span>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 text-12 text-2">{children}</div>
    </div>
  )
}

function Fact({ label, value }: { label: string; value: ReactNode }) {
  return (
    <div className="flex justify-between gap-3">
      <dt className="min-w-0 flex-none max-w-[75%]">{label}</dt>
      <dd className="min-w-0 truncate text-13 text-1">{value}</dd>
    </div>
  )
}

/** Doctors, artifacts and their savings are Autopack's; no other system could have recorded any. */
interface Keeper {
  isAutopack: boolean
}

const OnlyAutopack = () => <p>Only Autopack keeps this account.</p>

function Spent({ spent, isAutopack }: { spent: LedgersWire['spent'] } & Keeper) {
  if (spent === null) {
    return (
      <Ledger title="Spent" how="measured" amount={null}>
        <p>No usage event names this run.</p>
      </Ledger>
    )
  }
  const { usage, events, doctor, costMicroUsd, costIsLowerBound } = spent
  const hasDoctor = isAutopack || doctor.events > 0
  const amount =
    usage.total === null ? null : (
      <>
        {usage.lowerBound.length > 0 ? <LowerBound /> : null}
        {formatInteger(usage.total)}
      </>
    )
  return (
    <Ledger title="Spent" how="measured" amount={amount}>
      <p className="text-3">
        <a href="#usage" className="hover:underline">
          {formatInteger(events)} usage {events === 1 ? 'event' : 'events'}
        </a>
      </p>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {hasDoctor ? <Fact label="of it doctor calls" value={doctorWords(doctor)} /> : null}
        <Fact
          label="cost"
          value={
            costMicroUsd === null ? (
              <span className="text-3">not known</span>
            ) : (
              <>
                {costIsLowerBound ? <LowerBound /> : null}
                {formatMoney(costMicroUsd)}
              </>
            )
          }
        />
      </dl>
      {hasDoctor ? <p className="text-3">Doctor calls are part of this column, not beside it.</p> : null}
    </Ledger>
  )
}

function doctorWords({ tokens, events }: NonNullable<LedgersWire['spent']>['doctor']): string {
  if (events === 0) return 'none'
  return `${tokens === null ? 'not recorded' : formatInteger(tokens)} in ${formatInteger(events)}`
}

function ArtifactAvoided({ avoided, isAutopack }: { avoided: LedgersWire['artifactAvoided'] } & Keeper) {
  if (avoided === null) {
    return (
      <Ledger title="Artifact tokens avoided" how="counted" amount={null}>
        {isAutopack ? (
          <p>
            No <code>token_efficiency_metrics</code> row names this run: the source was off or older. Off is not zero.
          </p>
        ) : (
          <OnlyAutopack />
        )}
      </Ledger>
    )
  }
  return (
    <Ledger title="Artifact tokens avoided" how="counted" amount={formatInteger(avoided.tokens)}>
      <p className="text-3">
        {formatInteger(avoided.substitutions)} substitutions in n = {formatInteger(avoided.phases)} phases
      </p>
      <p className="text-3">
        Counted by the source in <code>token_efficiency_metrics</code>; nobody metered what would have been sent.
      </p>
    </Ledger>
  )
}

const SOURCE_WORDS = {
  run_local: 'samples of this run',
  global: 'samples of all runs',
  fallback: 'a constant, no samples',
} as const

function DoctorAvoided({ avoided, isAutopack }: { avoided: LedgersWire['doctorAvoided'] } & Keeper) {
  if (avoided === null) {
    return (
      <Ledger title="Doctor tokens avoided" how="estimated" amount={null}>
        {isAutopack ? (
          <p>
            No <code>phase6_metrics</code> row names this run: its switch was off or the source is older. Off is not
            zero.
          </p>
        ) : (
          <OnlyAutopack />
        )}
      </Ledger>
    )
  }
  const sources = (['run_local', 'global', 'fallback'] as const).filter((name) => avoided.bySource[name].phases > 0)
  return (
    <Ledger title="Doctor tokens avoided" how="estimated" amount={formatInteger(avoided.tokens)}>
      <p className="text-3">{formatInteger(avoided.callsSkipped)} doctor calls skipped</p>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">
        {sources.map((name) => {
          const { tokens, phases, samples } = avoided.bySource[name]
          return (
            <Fact
              key={name}
              label={`${SOURCE_WORDS[name]}, n = ${formatInteger(samples)}`}
              value={
                <span title={`${formatInteger(phases)} phases; ${formatInteger(samples)} samples`}>
                  {formatInteger(tokens)}
                </span>
              }
            />
          )
        })}
      </dl>
    </Ledger>
  )
}

function AbDelta({ delta, fleet }: { delta: LedgersWire['abDelta']; fleet: Fleet }) {
  if (delta === null) {
    return (
      <Ledger title="A/B difference" how="measured" amount={null}>
        <p>No A/B result names this run.</p>
      </Ledger>
    )
  }
  const { tokens, valid, controlRunId, treatmentRunId, pairId } = delta
  return (
    <Ledger title="A/B difference" how="measured" amount={tokens === null ? null : formatInteger(tokens)}>
      <p>
        <Tag {...(valid ? {} : { tone: 'bad' as const })}>{valid ? 'valid pair' : 'refused pair'}</Tag>{' '}
        <span className="text-3">treatment − control, n = 1 pair</span>
      </p>
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">
        <Fact label="control" value={<RunRef id={controlRunId} fleet={fleet} />} />
        <Fact label="treatment" value={<RunRef id={treatmentRunId} fleet={fleet} />} />
        <Fact label="pair" value={<MiddleTruncate text={pairId} max={20} />} />
      </dl>
    </Ledger>
  )
}

function RunRef({ id, fleet }: { id: string; fleet: Fleet }) {
  return (
    <Link href={paths.run(id, fleet)} prefetch={false} className="text-accent hover:underline">
      <MiddleTruncate text={id} max={22} copy={false} />
    </Link>
  )
}
