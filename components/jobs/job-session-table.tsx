import Link from 'next/link'
import { CostCell, ModelsCell, TokensCell } from '@/components/lists/amount-cells'
import { cx } from '@/components/ui/cx'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { nestedBelow } from '@/lib/lists/nested-below'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import type { SessionSummary } from '@/lib/sessions/schema'
import { costOf, sessionTitle, tokensOf } from '@/lib/sessions/session-words'
import { formatInteger } from '@/lib/time/format-quantity'

interface JobSessionTableProps {
  sessions: readonly SessionSummary[]
  fleet: Fleet
}

/** Sessions in few columns; the page of sessions tells the rest. */
export function JobSessionTable({ sessions, fleet }: JobSessionTableProps) {
  const nested = nestedBelow(sessions)
  return (
    <Table label="Sessions" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Session</Th>
          <Th className="w-32">Evidence says</Th>
          <Th className="w-36 max-lg:hidden">Model</Th>
          <Th numeric className="w-24 max-lg:hidden">
            Failed calls
          </Th>
          <Th numeric className="w-29">
            Tokens
          </Th>
          <Th numeric className="w-22 max-lg:hidden">
            Cost
          </Th>
          <Th numeric className="w-30">
            Last
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {sessions.map((session, row) => (
          <SessionRow key={session.id} session={session} fleet={fleet} nested={nested[row] ?? false} />
        ))}
      </tbody>
    </Table>
  )
}

function SessionRow({ session, fleet, nested }: { session: SessionSummary; fleet: Fleet; nested: boolean }) {
  const { text, isId } = sessionTitle(session)
  const { label, tone, about } = STATUS_WORDS[session.statusDerived]
  const { toolCalls, toolFailures } = session
  return (
    <Tr data-session={session.id} className={NARROW_TWO}>
      <Td className={cx(NARROW_CELL, 'overflow-hidden text-ellipsis')}>
        {nested ? (
          <span title="a sub-agent of the session above" className="pr-1.5 text-3">
            <span aria-hidden="true">└</span>
            <span className="sr-only">sub-agent: </span>
          </span>
        ) : null}
        <Link
          href={paths.session(session.id, fleet)}
          prefetch={false}
          title={plainText(text)}
          className={cx('hover:underline', isId && 'font-mono text-12')}
        >
          <bdi>{plainText(text, 160)}</bdi>
        </Link>
      </Td>
      <Td className={cx(NARROW_CELL, 'max-md:order-3')}>
        <StatusMark
          tone={tone}
          running={session.statusDerived === 'running'}
          title={plainText(`${label}: ${session.statusReason ?? about}`)}
        >
          {label}
        </StatusMark>
      </Td>
      <Td className={cx(NARROW_CELL, 'overflow-hidden max-lg:hidden')}>
        <ModelsCell first={session.model} models={session.models} reason="no response names a model" />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        {toolCalls === 0 ? (
          <NotRecorded reason="no tool call is recorded" />
        ) : (
          <>
            {formatInteger(toolFailures)}
            <span className="text-3">/{formatInteger(toolCalls)}</span>
          </>
        )}
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
        <TokensCell {...tokensOf(session)} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
        <CostCell {...costOf(session)} />
      </Td>
      <Td numeric className={cx(NARROW_CELL, 'text-2 max-md:order-2 max-md:text-12')}>
        <RelativeTime at={session.lastEvidenceAt} reason="no time is recorded" />
      </Td>
    </Tr>
  )
}
