import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { TimelineRow } from '@/lib/runs/phase-timeline'
import type { PhaseWire } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts, exactTime } from '@/lib/time/format'

interface AttemptLine {
  key: string
  phase: PhaseWire
  attempt: PhaseWire['attempts'][number] | null
}

/** The timeline as a table: one row an attempt, and one for a phase without any. Scrolls by itself on narrow screens. */
export function PhaseTable({ rows }: { rows: readonly TimelineRow[] }) {
  const lines = rows.flatMap(({ phase }): AttemptLine[] =>
    phase.attempts.length === 0
      ? [{ key: phase.id, phase, attempt: null }]
      : phase.attempts.map((attempt) => ({ key: `${phase.id} ${attempt.index}`, phase, attempt })),
  )
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section aria-label="Attempts as a table" tabIndex={0} className="overflow-x-auto">
      <Table label="Attempts" className="min-w-[860px] [&_th]:static">
        <thead>
          <tr>
            <Th>Phase</Th>
            <Th>Tier</Th>
            <Th>Evidence says</Th>
            <Th numeric>Attempt</Th>
            <Th>Outcome</Th>
            <Th>From</Th>
            <Th>To</Th>
            <Th numeric>Duration</Th>
            <Th numeric>Calls</Th>
            <Th numeric>Tokens</Th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <AttemptRow key={line.key} phase={line.phase} attempt={line.attempt} />
          ))}
        </tbody>
      </Table>
    </section>
  )
}

function AttemptRow({ phase, attempt }: Omit<AttemptLine, 'key'>) {
  const from = attempt ? attempt.startedAt : phase.firstEvidenceAt
  const to = attempt ? attempt.endedAt : phase.lastEvidenceAt
  return (
    <Tr>
      <Td>
        <MiddleTruncate text={phase.name ?? phase.nativeId} max={32} copy={false} />
      </Td>
      <Td className="text-2">
        {phase.tier ? plainText(phase.tier.name, 40) : <NotRecorded reason="no tier recorded" />}
      </Td>
      <Td>
        <StatusMark tone={STATUS_WORDS[phase.status].tone}>{STATUS_WORDS[phase.status].label}</StatusMark>
      </Td>
      <Td numeric>{attempt ? attempt.index : <NotRecorded reason="no attempt is recorded" />}</Td>
      <Td>
        {attempt ? attempt.outcome : null}
        {attempt?.reason ? (
          <span className="text-2">
            : <HostileText text={attempt.reason} max={60} />
          </span>
        ) : null}
      </Td>
      <Td>{from ? exactTime(from) : <NotRecorded reason="no start recorded" />}</Td>
      <Td>{to ? exactTime(to) : <NotRecorded reason="no end recorded" />}</Td>
      <Td numeric>
        {from && to ? (
          <Quantity parts={durationParts(Date.parse(to) - Date.parse(from))} />
        ) : (
          <NotRecorded reason="start or end is missing" />
        )}
      </Td>
      <Td numeric>{attempt ? attempt.events : phase.events}</Td>
      <Td numeric>
        <Num value={attempt ? attempt.tokens : phase.tokens} reason="no event records tokens" />
      </Td>
    </Tr>
  )
}
