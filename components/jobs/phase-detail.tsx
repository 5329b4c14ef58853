import Link from 'next/link'
import type { ReactNode } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { scoreText } from '@/lib/jobs/job-words'
import type { JobPhaseWire } from '@/lib/jobs/part-schema'
import { fileText, toolWords } from '@/lib/jobs/phase-words'
import { flagLabel } from '@/lib/model/flags'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'
import { DataList, Fact, FactList, Span } from './fact-list'

interface PhaseDetailProps {
  phase: JobPhaseWire
  flags: readonly string[]
  /** Its place in the record. */
  reference: string | null
  fleet: Fleet
}

/** All that is known of one step: what it was told, what it ended with, who worked on it. */
export function PhaseDetail({ phase, flags, reference, fleet }: PhaseDetailProps) {
  const { prompt, output, durationMs, metrics, sessions } = phase
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-l-2 pl-3 md:ml-6">
      <FactList>
        <Fact label="Run">
          <Link href={paths.run(phase.runId, fleet)} prefetch={false} className="text-accent hover:underline">
            <bdi>{plainText(phase.runName ?? phase.runId, 120)}</bdi>
          </Link>
        </Fact>
        {phase.failureReason === null ? null : (
          <Fact label="Reason of failure">
            <HostileText text={phase.failureReason} max={400} />
          </Fact>
        )}
        <Fact label="Time">
          <Span from={phase.startedAt} to={phase.endedAt} />
          {durationMs === null ? null : (
            <span className="text-3">
              {' '}
              <Quantity parts={durationParts(durationMs)} />
            </span>
          )}
        </Fact>
        <Fact label="Tool calls">
          {toolWords(phase) ?? <NotRecorded reason="no tool calls were recorded" words="not recorded" />}
        </Fact>
        <Fact label="File">
          {phase.outputPath === null ? null : <HostileText text={phase.outputPath} max={300} mono />}{' '}
          <span className="text-2">{fileText(phase)}</span>
        </Fact>
        {metrics.length === 0 ? null : (
          <Fact label="Metrics">
            {metrics.map(({ name, value }) => (
              <span key={name} className="mr-3 inline-block">
                <bdi className="text-2">{plainText(name, 60)}</bdi>{' '}
                {value === null ? <NotRecorded reason="a gap" /> : scoreText(value)}
              </span>
            ))}
          </Fact>
        )}
        {sessions.length === 0 ? null : (
          <Fact label="Sessions">
            <PhaseSessions phase={phase} fleet={fleet} />
          </Fact>
        )}
        {flags.length === 0 ? null : (
          <Fact label="Flags">{flags.map((flag) => plainText(flagLabel(flag), 60)).join(', ')}</Fact>
        )}
        {reference === null ? null : (
          <Fact label="Evidence">
            <HostileText text={reference} max={200} mono />
          </Fact>
        )}
      </FactList>
      <LongText title="Prompt">{prompt}</LongText>
      <LongText title="Final output">{output}</LongText>
      <DataList data={phase.data} restLabel="What else the source records" />
    </div>
  )
}

function LongText({ title, children }: { title: string; children: string | null }): ReactNode {
  if (children === null) return null
  return (
    <div className="min-w-0">
      <h3 className="pb-1 text-12 text-2">{title}</h3>
      <div className="rounded-md bg-sunken px-3 py-2">
        <HostileText text={children} lines max={1_500} />
      </div>
    </div>
  )
}

function PhaseSessions({ phase: { sessions, sessionsInAll }, fleet }: { phase: JobPhaseWire; fleet: Fleet }) {
  return (
    <ul className="grid gap-1">
      {sessions.map((session) => (
        <li key={session.id} className="flex flex-wrap items-baseline gap-x-2">
          <Link
            href={paths.session(session.id, fleet)}
            prefetch={false}
            className="min-w-0 max-w-full truncate text-accent hover:underline"
          >
            <bdi>{plainText(session.name ?? session.agent ?? session.role ?? session.id, 80)}</bdi>
          </Link>
          <StatusMark tone={STATUS_WORDS[session.statusDerived].tone}>
            {STATUS_WORDS[session.statusDerived].label}
          </StatusMark>
          <span className="text-12 text-3">
            {[session.role, session.model]
              .filter((text) => text !== null)
              .map((text) => plainText(text, 60))
              .join(' · ')}
          </span>
          <span className="text-12">
            <Num value={session.tokens} reason="no tokens recorded" unit="tokens" />
          </span>
        </li>
      ))}
      {sessionsInAll > sessions.length ? (
        <li className="text-12 text-3">and {formatInteger(sessionsInAll - sessions.length)} more</li>
      ) : null}
    </ul>
  )
}
