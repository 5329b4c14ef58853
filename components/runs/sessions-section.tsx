import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { cx } from '@/components/ui/cx'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { isTranscript } from '@/lib/model/systems'
import { paths } from '@/lib/paths'
import type { RunDetail } from '@/lib/runs/schema'
import { type SessionNode, sessionTree } from '@/lib/runs/session-tree'

/** Deeper levels stand as deep as the last of these. */
const INDENT = ['', 'pl-5', 'pl-10', 'pl-15', 'pl-20'] as const

/** Sessions with their children: what each spent itself, what those below it spent, and both. */
export function SessionsSection({ run, fleet }: { run: RunDetail; fleet: Fleet }) {
  if (run.sessions.length === 0) return null
  const inferred = run.sessions.some((session) => session.inferred)
  return (
    <Section
      id="sessions"
      title="Sessions"
      count={run.sessionCount}
      about={inferred ? 'one per role, inferred: this source records no session ids' : 'parents before their children'}
    >
      <Table label="Sessions" edge fixed>
        <thead>
          <tr>
            <Th className="md:w-[40%]">Session</Th>
            <Th className="max-md:hidden">Model</Th>
            <Th numeric className="max-md:hidden">
              Calls
            </Th>
            <Th numeric>Own</Th>
            <Th numeric className="max-md:hidden">
              Children
            </Th>
            <Th numeric>Sum</Th>
          </tr>
        </thead>
        <tbody>
          {sessionTree(run.sessions).map((node) => (
            <SessionRow key={node.session.id} node={node} fleet={fleet} isTalk={isTranscript(run.system)} />
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

function SessionRow({ node, fleet, isTalk }: { node: SessionNode; fleet: Fleet; isTalk: boolean }) {
  const { session, depth, own, children, sum } = node
  const none = session.events === 0 ? 'makes no calls of its own' : 'its events record no tokens'
  return (
    <Tr>
      <Td className="overflow-hidden text-ellipsis">
        <span className={cx('flex min-w-0', INDENT[Math.min(depth, INDENT.length - 1)])}>
          {depth > 0 ? (
            <span aria-hidden="true" className="pr-1 text-3">
              └
            </span>
          ) : null}
          <Link href={paths.session(session.id, fleet)} prefetch={false} className="min-w-0 truncate hover:underline">
            {isTalk && session.name !== null ? (
              <bdi title={plainText(session.name)}>{plainText(session.name, 160)}</bdi>
            ) : (
              <MiddleTruncate text={session.name ?? session.id} max={40} copy={false} />
            )}
          </Link>
        </span>
      </Td>
      <Td className="overflow-hidden text-2 text-ellipsis max-md:hidden">
        {session.model === null ? (
          <NotRecorded reason="no model recorded" words="not recorded" />
        ) : (
          plainText(session.model, 60)
        )}
      </Td>
      <Td numeric className="text-2 max-md:hidden">
        {session.events === 0 ? <NotRecorded reason={none} /> : <Num value={session.events} />}
      </Td>
      <Td numeric>
        <Num value={own} reason={none} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Num value={children} reason="no children with tokens" />
      </Td>
      <Td numeric className="font-semibold">
        <Num value={sum} reason="nothing recorded" />
      </Td>
    </Tr>
  )
}
