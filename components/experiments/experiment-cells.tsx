'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { NotRecorded } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark, Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { ExperimentSummary } from '@/lib/experiments/experiment-schema'
import { METRIC_WORDS, ORIGIN_WORDS, OUTCOME_WORDS } from '@/lib/experiments/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import type { ExperimentColumnId } from './experiment-columns'

const NAME_MAX = 160
const NOT_COMPUTED = 'not computed yet; opening it does'

interface CellProps {
  experiment: ExperimentSummary
  fleet: Fleet
}

function Name({ experiment: { id, name, configurations }, fleet }: CellProps) {
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      <Link
        href={paths.experiment(id, fleet)}
        prefetch={false}
        title={plainText(name === id ? id : `${name} · ${id}`)}
        className="min-w-0 truncate hover:underline"
      >
        <bdi>{plainText(name, NAME_MAX)}</bdi>
      </Link>
      {configurations > 2 ? (
        <span className="flex-none text-12 text-3" title="configurations that are compared">
          {formatInteger(configurations)} arms
        </span>
      ) : null}
    </span>
  )
}

function OutcomeCell({ experiment: { outcome, computedAt } }: CellProps) {
  if (outcome === null) return <NotRecorded reason={NOT_COMPUTED} words={computedAt === null ? 'not computed' : '–'} />
  const { label, tone } = OUTCOME_WORDS[outcome]
  return <StatusMark tone={tone}>{label}</StatusMark>
}

function Verdict({ experiment: { verdict, overridden } }: CellProps) {
  if (verdict === null) return <NotRecorded reason={NOT_COMPUTED} />
  return (
    <span title={plainText(verdict)} className="block whitespace-normal md:my-1 md:line-clamp-2">
      {overridden ? (
        <Tag tone="warn" title="its checks were overridden">
          exploratory
        </Tag>
      ) : null}{' '}
      <bdi>{plainText(verdict, 400)}</bdi>
    </span>
  )
}

/** Both arms in one line. */
function Arms({ experiment: { control, treatment } }: CellProps) {
  return (
    <span className="flex min-w-0 gap-1" title={plainText(`${control} → ${treatment}`)}>
      <bdi className="min-w-0 truncate">{plainText(control, 80)}</bdi>
      <span aria-hidden="true" className="text-3">
        →
      </span>
      <span className="sr-only">against</span>
      <bdi className="min-w-0 truncate">{plainText(treatment, 80)}</bdi>
    </span>
  )
}

function Pairs({ experiment: { pairs, planned } }: CellProps) {
  if (pairs === null) return <NotRecorded reason={NOT_COMPUTED} />
  return (
    <span title={planned === null ? 'pairs; how many were planned is not recorded' : 'pairs, of those planned'}>
      {formatInteger(pairs)}
      {planned === null ? null : <span className="text-3">/{formatInteger(planned)}</span>}
      <span className="text-12 text-3 md:hidden"> pairs</span>
    </span>
  )
}

function OriginCell({ experiment: { origin } }: CellProps) {
  const { label, about } = ORIGIN_WORDS[origin]
  return (
    <span title={about} className={origin === 'declared' ? '' : 'text-2'}>
      {label}
    </span>
  )
}

export const EXPERIMENT_CELLS: Readonly<Record<ExperimentColumnId, (props: CellProps) => ReactNode>> = {
  name: Name,
  outcome: OutcomeCell,
  verdict: Verdict,
  arms: Arms,
  metric: ({ experiment }) => METRIC_WORDS[experiment.metric].label,
  pairs: Pairs,
  origin: OriginCell,
  computed: ({ experiment }) => <RelativeTime at={experiment.computedAt} reason={NOT_COMPUTED} />,
}
