'use client'

import Link from 'next/link'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { LowerBound, NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Facts, Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { cacheHitRate } from '@/lib/ledger/cache-hit-rate'
import { shortModel } from '@/lib/model/model-name'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import { RULE_WORDS } from '@/lib/sessions/entry-words'
import type { SessionDetail } from '@/lib/sessions/schema'
import { costOf, spanOf } from '@/lib/sessions/session-words'
import { exactTime } from '@/lib/time/format'
import { formatInteger, formatMoney, formatPercent } from '@/lib/time/format-quantity'
import { DroppedPanel } from './dropped-panel'
import { JumpList } from './jump-list'
import { LinksSection } from './links-section'
import { SubAgentTable } from './sub-agent-table'
import { ToolTimeTable } from './tool-time-table'
import type { Reader } from './use-reader'

interface SessionAsideProps {
  session: SessionDetail
  fleet: Fleet
  reader: Reader
  patterns: ReactNode
}

/** What stands beside the transcript: facts, calls, sub-agents, links, what was dropped, where to jump. */
export function SessionAside({ session, fleet, reader, patterns }: SessionAsideProps) {
  // The tree shows those already, with what they spent.
  const inTree = new Set(session.tree.map(({ id }) => id))
  const links = session.links.filter(({ kind, session: other }) => kind !== 'sub-agent' || !inTree.has(other.id))
  return (
    <>
      <SessionFacts session={session} fleet={fleet} />
      {patterns}
      {session.toolCalls > 0 ? <ToolCalls session={session} fleet={fleet} /> : null}
      {session.tree.length > 1 ? <SubAgentTable session={session} fleet={fleet} /> : null}
      {links.length > 0 ? <LinksSection links={links} fleet={fleet} /> : null}
      {session.dropped.events > 0 ? <Dropped session={session} fleet={fleet} onJump={reader.jump} /> : null}
      {session.marks.length > 0 ? <JumpList session={session} reader={reader} /> : null}
    </>
  )
}

const dash = (reason: string) => <NotRecorded reason={reason} />

function SessionFacts({ session, fleet }: { session: SessionDetail; fleet: Fleet }) {
  const { label, tone, about } = STATUS_WORDS[session.statusDerived]
  const span = spanOf(session)
  const facts = [
    {
      label: 'State',
      value: (
        <>
          <StatusMark tone={tone} running={session.statusDerived === 'running'}>
            {label}
          </StatusMark>{' '}
          <span className="text-12 text-3">
            <HostileText text={session.statusReason ?? about} max={200} />
          </span>
        </>
      ),
    },
    {
      label: 'Project',
      value: session.project ? <MiddleTruncate text={session.project} max={38} /> : dash('the source names no folder'),
    },
    { label: 'System', value: plainText(`${session.system} ${session.systemVersion ?? ''}`, 80) },
    { label: session.models.length > 1 ? 'Models' : 'Model', value: modelsOf(session) },
    {
      label: 'From, to',
      value: session.startedAt ? (
        <>
          {exactTime(session.startedAt).slice(0, -8)}
          {span ? (
            <span className="text-3">
              {' '}
              for <Quantity parts={span} />
            </span>
          ) : null}
        </>
      ) : (
        dash('no time is recorded')
      ),
    },
    {
      label: 'Entries',
      value: `${formatInteger(session.entries)}, ${formatInteger(session.turns)} ${session.turns === 1 ? 'turn' : 'turns'} of a person`,
    },
    { label: 'Cost', value: <CostFact session={session} /> },
    { label: 'Cache hit rate', value: hitRateOf(session) },
    ...(session.runId === null
      ? []
      : [
          {
            label: 'Run',
            value: (
              <Link href={paths.run(session.runId, fleet)} prefetch={false} className="text-accent hover:underline">
                {plainText(session.runId.replace(/^[^:]*:/, ''), 40)}
              </Link>
            ),
          },
        ]),
    ...(session.jobId === null
      ? []
      : [
          {
            label: 'Job',
            value: (
              <Link href={paths.job(session.jobId, fleet)} prefetch={false} className="text-accent hover:underline">
                {plainText(session.jobId.replace(/^[^:]*:/, ''), 40)}
              </Link>
            ),
          },
        ]),
    ...(session.taskId === null ? [] : [{ label: 'Task', value: <HostileText text={session.taskId} max={120} /> }]),
  ]
  return (
    <Section title="Session" className="pt-0!">
      <Facts facts={facts} />
    </Section>
  )
}

function hitRateOf({ usage }: SessionDetail) {
  const rate = cacheHitRate(usage)
  return rate === null ? dash('cache reads were not recorded apart from input') : formatPercent(rate)
}

function modelsOf({ models, model }: SessionDetail) {
  const all = models.length > 0 ? models : model === null ? [] : [model]
  if (all.length === 0) return dash('no response names a model')
  return (
    <span title={plainText(all.join(', '))}>
      {all
        .slice(0, 4)
        .map((each) => plainText(shortModel(each), 40))
        .join(', ')}
    </span>
  )
}

function CostFact({ session }: { session: SessionDetail }) {
  const { value, lowerBound, title } = costOf(session)
  if (value === null) return <NotRecorded reason={title} words="not known" />
  const tables = session.priceTables.length > 0 ? `, price table ${session.priceTables.join(', ')}` : ''
  return (
    <>
      {lowerBound ? <LowerBound /> : null}
      {formatMoney(value)}{' '}
      <span className="text-12 text-3">{lowerBound ? title : `computed${tables.slice(0, 60)}`}</span>
    </>
  )
}

function ToolCalls({ session, fleet }: { session: SessionDetail; fleet: Fleet }) {
  const { toolCalls, toolFailures, denials } = session
  const of = (outcome: string) =>
    session.counts.reduce(
      (sum, count) => sum + (count.kind === 'tool_result' && count.outcome === outcome ? count.entries : 0),
      0,
    )
  const interrupted = of('interrupted')
  const open = Math.max(0, toolCalls - of('ok') - toolFailures - denials - interrupted)
  const rows = [
    { tone: 'ok', label: 'answered', value: of('ok') },
    { tone: 'bad', label: 'failed', value: toolFailures },
    { tone: 'idle', label: 'denied or interrupted by the person', value: denials + interrupted },
    { tone: 'idle', label: 'without a known outcome', value: open },
  ] as const
  return (
    <Section title="Tool calls" count={formatInteger(toolCalls)}>
      <dl className="grid grid-cols-[1fr_max-content] gap-y-1.5">
        {rows
          .filter(({ value }) => value > 0)
          .map(({ tone, label, value }) => (
            <div key={label} className="contents">
              <dt>
                <StatusMark tone={tone}>{label}</StatusMark>
              </dt>
              <dd className="text-right">{formatInteger(value)}</dd>
            </div>
          ))}
      </dl>
      {denials + interrupted > 0 ? (
        <p className="pt-2 text-12 text-3">A person’s no is a decision, not a failure: it is counted apart.</p>
      ) : null}
      <ToolTimeTable session={session} fleet={fleet} />
    </Section>
  )
}

function Dropped({ session, fleet, onJump }: { session: SessionDetail; fleet: Fleet; onJump: Reader['jump'] }) {
  const [open, setOpen] = useState(false)
  return (
    <Section title="Counted elsewhere" count={formatInteger(session.dropped.events)}>
      <ul className="grid gap-1">
        {session.droppedBy.map(({ rule, events, tokens }) => (
          <li key={rule} className="flex flex-wrap gap-x-2">
            <span>
              {formatInteger(events)} {events === 1 ? 'response' : 'responses'}, <Num value={tokens} /> tokens
            </span>
            <span className="text-12 text-3">{plainText(RULE_WORDS[rule] ?? rule, 80)}</span>
          </li>
        ))}
      </ul>
      <span className="block pt-2">
        <Button size="sm" onClick={() => setOpen(true)}>
          Compare with what was kept
        </Button>
      </span>
      <DroppedPanel
        sessionId={session.id}
        fleet={fleet}
        open={open}
        onOpenChange={setOpen}
        onJump={(entryId) => {
          setOpen(false)
          onJump(entryId)
        }}
      />
    </Section>
  )
}
