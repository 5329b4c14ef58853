'use client'

import Link from 'next/link'
import { CostCell, ModelsCell, TokensCell } from '@/components/lists/amount-cells'
import { cx } from '@/components/ui/cx'
import { NotRecorded } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import type { SessionSummary } from '@/lib/sessions/schema'
import { belongsTo, costOf, sessionTitle, shortProject, tokensOf } from '@/lib/sessions/session-words'
import { formatInteger } from '@/lib/time/format-quantity'
import type { SessionColumnId } from './session-columns'

interface CellProps {
  session: SessionSummary
  fleet: Fleet
  /** The row above is its parent, or another child of it. */
  nested: boolean
}

function SessionLink({ session, fleet, nested }: CellProps) {
  const { text, isId } = sessionTitle(session)
  const belongs = belongsTo(session)
  return (
    <span className="flex min-w-0 items-baseline gap-1.5">
      {nested ? (
        <span title="a sub-agent of the session above" className="flex-none text-3">
          <span aria-hidden="true">└</span>
          <span className="sr-only">sub-agent: </span>
        </span>
      ) : null}
      <Link
        href={paths.session(session.id, fleet)}
        prefetch={false}
        title={plainText(text)}
        className={cx('min-w-0 truncate hover:underline', isId && 'font-mono text-12')}
      >
        <bdi>{plainText(text, 160)}</bdi>
      </Link>
      {belongs === null || nested ? null : (
        <bdi
          title={plainText(`a sub-agent of ${session.parentId}`)}
          className="max-w-[60%] flex-none truncate text-12 text-3"
        >
          {plainText(belongs, 60)}
        </bdi>
      )}
    </span>
  )
}

/** The state that evidence gives, and what decided it. A badge only where someone is waited for. */
export function EvidenceSays({ session }: { session: SessionSummary }) {
  const { label, tone, about } = STATUS_WORDS[session.statusDerived]
  const Mark = session.statusDerived === 'waiting' ? Badge : StatusMark
  return (
    <Mark
      tone={tone}
      running={session.statusDerived === 'running'}
      title={plainText(`${label}: ${session.statusReason ?? about}`)}
    >
      {label}
    </Mark>
  )
}

function System({ session: { system, systemVersion } }: CellProps) {
  return (
    <span className="text-2" title={plainText(`${system} ${systemVersion ?? ''}`)}>
      {plainText(system, 40)} <span className="text-12 text-3">{plainText(systemVersion ?? '', 20)}</span>
    </span>
  )
}

function Project({ session: { project } }: CellProps) {
  if (project === null) return <NotRecorded reason="the source names no folder" />
  return (
    <span className="text-2" title={plainText(project)}>
      <bdi>{plainText(shortProject(project), 60)}</bdi>
    </span>
  )
}

function Failures({ session: { toolFailures, toolCalls } }: CellProps) {
  if (toolCalls === 0) return <NotRecorded reason="no tool call is recorded" />
  return (
    <span title={`${formatInteger(toolFailures)} of ${formatInteger(toolCalls)} calls failed`}>
      <span className={toolFailures > 0 ? 'text-1' : 'text-3'}>{formatInteger(toolFailures)}</span>
      <span className="text-3">/{formatInteger(toolCalls)}</span>
    </span>
  )
}

/** Zero is a fact here, but no news. */
function Some({ value, title }: { value: number; title: string }) {
  return (
    <span title={title} className={value === 0 ? 'text-3' : ''}>
      {formatInteger(value)}
    </span>
  )
}

/** What stands in each column. */
export const SESSION_CELLS = {
  session: SessionLink,
  system: System,
  evidence: EvidenceSays,
  model: ({ session: { model, models } }) => (
    <ModelsCell first={model} models={models} reason="no response names a model" />
  ),
  project: Project,
  failures: Failures,
  denials: ({ session }) => (
    <Some value={session.denials} title="tool calls that a person refused: decisions, not failures" />
  ),
  agents: ({ session }) => <Some value={session.subAgents} title="sessions that this one started" />,
  tokens: ({ session }) => <TokensCell {...tokensOf(session)} />,
  cost: ({ session }) => <CostCell {...costOf(session)} />,
  last: ({ session }) => <RelativeTime at={session.lastEvidenceAt} reason="no time is recorded" className="text-2" />,
} as const satisfies Record<SessionColumnId, (props: CellProps) => React.ReactNode>
