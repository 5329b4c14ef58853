import Link from 'next/link'
import { CostCell, TokensCell } from '@/components/lists/amount-cells'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_NEED, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { PhaseBar } from '@/components/ui/phase-bar'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { costOf, durationOf, sourceSaid, tokensOf } from '@/lib/runs/run-cells'
import type { RunSummary } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

interface JobRunTableProps {
  runs: readonly RunSummary[]
  fleet: Fleet
}

/** The runs of a job in few columns; the page of runs tells the rest. */
export function JobRunTable({ runs, fleet }: JobRunTableProps) {
  return (
    <Table label="Runs" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Run</Th>
          <Th className="w-44">Evidence says</Th>
          <Th numeric className="w-28 max-lg:hidden">
            Phases done
          </Th>
          <Th numeric className="w-29">
            Tokens
          </Th>
          <Th numeric className="w-22 max-lg:hidden">
            Cost
          </Th>
          <Th numeric className="w-26 max-lg:hidden">
            Duration
          </Th>
          <Th numeric className="w-30">
            Last evidence
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {runs.map((run) => (
          <JobRunRow key={run.id} run={run} fleet={fleet} />
        ))}
      </tbody>
    </Table>
  )
}

function JobRunRow({ run, fleet }: { run: RunSummary; fleet: Fleet }) {
  const need = run.attention > 1 ? 'bad' : run.attention > 0 ? 'warn' : undefined
  const { value: ms, lowerBound, title } = durationOf(run)
  return (
    <Tr data-run={run.id} need={need} className={cx(NARROW_TWO, NARROW_NEED[need ?? 'none'])}>
      <Td className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis')}>
        <Link
          href={paths.run(run.id, fleet)}
          prefetch={false}
          title={plainText([run.name, run.nativeId].filter(Boolean).join(' · '))}
          className={cx('hover:underline', run.name === null && 'font-mono text-12')}
        >
          <bdi>{plainText(run.name ?? middleTruncate(run.nativeId, 48), 160)}</bdi>
        </Link>
      </Td>
      <Td className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis max-md:order-3')}>
        <RunState run={run} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {run.phases.total === 0 ? (
          <NotRecorded reason="no phase names this run" />
        ) : (
          <span className="inline-flex items-center gap-1.5">
            <PhaseBar {...run.phases} loud={run.attention > 0} />
            {formatInteger(run.phases.done)}/{formatInteger(run.phases.total)}
          </span>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
        <TokensCell {...tokensOf(run)} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        <CostCell {...costOf(run)} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {ms === null ? (
          <NotRecorded reason={title} />
        ) : (
          <Quantity parts={durationParts(ms)} lowerBound={lowerBound} title={title} />
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-2 max-md:text-12')}>
        <RelativeTime at={run.lastEvidenceAt} reason="no time is recorded" />
      </Td>
    </Tr>
  )
}

/** The state that evidence gives, and what the source said where that contradicts it. */
function RunState({ run }: { run: RunSummary }) {
  const { label, tone, about } = STATUS_WORDS[run.statusDerived]
  const said = sourceSaid(run)
  return (
    <>
      <StatusMark tone={tone} running={run.statusDerived === 'running'} title={`${label}: ${about}`}>
        {label}
      </StatusMark>
      {said.kind === 'differs' ? (
        <span className="pl-1.5 text-12 text-warn" title={plainText(said.title)}>
          <span aria-hidden="true">≠ </span>
          <span className="sr-only">the source said </span>
          {said.text}
        </span>
      ) : null}
    </>
  )
}
