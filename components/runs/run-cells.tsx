'use client'

import Link from 'next/link'
import { CostCell, ModelsCell, TokensCell } from '@/components/lists/amount-cells'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { PhaseBar } from '@/components/ui/phase-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark, Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { flagLabel } from '@/lib/model/flags'
import { isTranscript } from '@/lib/model/systems'
import { paths } from '@/lib/paths'
import { costOf, durationOf, flagTags, sourceSaid, tokensOf } from '@/lib/runs/run-cells'
import type { RunSummary } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import type { RunColumnId } from './run-columns'

interface CellProps {
  run: RunSummary
  fleet: Fleet
}

const FLAGS_SHOWN = 1

function RunLink({ run, fleet }: CellProps) {
  return (
    <Link
      href={paths.run(run.id, fleet)}
      prefetch={false}
      className="inline-block max-w-full truncate align-middle hover:underline"
    >
      {run.name !== null && run.name !== run.nativeId && isTranscript(run.system) ? (
        <bdi title={plainText(`${run.name} · ${run.nativeId}`)}>{plainText(run.name, 160)}</bdi>
      ) : (
        <MiddleTruncate text={run.nativeId} max={28} copy={false} className={run.orphan ? 'text-2' : ''} />
      )}
    </Link>
  )
}

/** The state that evidence gives: a badge only where someone is needed. */
export function EvidenceSays({ run }: { run: Pick<RunSummary, 'statusDerived' | 'attention'> }) {
  const { label, tone, about } = STATUS_WORDS[run.statusDerived]
  const Mark = run.attention > 0 ? Badge : StatusMark
  return (
    <Mark tone={tone} running={run.statusDerived === 'running'} title={`${label}: ${about}`}>
      {label}
    </Mark>
  )
}

function SourceSaid({ run }: CellProps) {
  const { kind, text, title } = sourceSaid(run)
  if (kind !== 'differs') {
    return (
      <span className={kind === 'near' ? 'text-2' : 'text-3'} title={plainText(title)}>
        {text}
      </span>
    )
  }
  return (
    <span className="text-12 text-warn" title={plainText(title)}>
      <span aria-hidden="true">≠ </span>
      <span className="sr-only">contradicts: </span>
      {text}
    </span>
  )
}

function PhasesDone({ run }: CellProps) {
  const { done, failed, running, total } = run.phases
  if (total === 0) return <NotRecorded reason="no phase names this run" />
  const words = [`${done} of ${total} done`, failed > 0 && `${failed} failed`, running > 0 && `${running} running`]
  return (
    <span className="inline-flex items-center justify-end gap-1.5" title={words.filter(Boolean).join(', ')}>
      <PhaseBar {...run.phases} loud={run.attention > 0} />
      <span className="min-w-8 text-right">
        {formatInteger(done)}
        <span className="text-3">/</span>
        {formatInteger(total)}
      </span>
    </span>
  )
}

function Duration({ run }: CellProps) {
  const { value, lowerBound, title } = durationOf(run)
  if (value === null) return <NotRecorded reason={title} />
  return <Quantity parts={durationParts(value)} lowerBound={lowerBound} title={title} />
}

function Flags({ run }: CellProps) {
  const tags = flagTags(run)
  if (tags.length === 0) return <NotRecorded reason="nothing was found wrong in the record" />
  const shown = tags.slice(0, FLAGS_SHOWN)
  const rest = tags.slice(FLAGS_SHOWN)
  return (
    <span className="flex items-center gap-1 overflow-hidden">
      {shown.map(({ name, text, bad }) => (
        <span key={name} className="flex min-w-0">
          <Tag title={flagLabel(name)} {...(bad ? { tone: 'bad' as const } : {})}>
            {plainText(text, 40)}
          </Tag>
        </span>
      ))}
      {rest.length > 0 ? (
        <span className="flex-none text-12 text-3" title={plainText(rest.map((tag) => tag.text).join(', '))}>
          +{rest.length}
        </span>
      ) : null}
    </span>
  )
}

/** What stands in each column. */
export const RUN_CELLS = {
  run: RunLink,
  system: ({ run }) => <span className="text-2">{plainText(run.system, 60)}</span>,
  evidence: EvidenceSays,
  said: SourceSaid,
  phases: PhasesDone,
  tokens: ({ run }) => <TokensCell {...tokensOf(run)} />,
  cost: ({ run }) => <CostCell {...costOf(run)} />,
  duration: Duration,
  model: ({ run: { models } }) => (
    <ModelsCell first={models[0] ?? null} models={models} reason="no usage event names a model" />
  ),
  flags: Flags,
  last: ({ run }) => <RelativeTime at={run.lastEvidenceAt} reason="no time is recorded" className="text-2" />,
} as const satisfies Record<RunColumnId, (props: CellProps) => React.ReactNode>
