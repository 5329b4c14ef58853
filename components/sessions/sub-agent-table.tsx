import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { sessionTree } from '@/lib/runs/session-tree'
import { STATUS_WORDS } from '@/lib/runs/status'
import type { SessionDetail, SessionMember } from '@/lib/sessions/schema'
import { shortId } from '@/lib/sessions/session-words'
import { compactParts, formatInteger } from '@/lib/time/format-quantity'

/** Deeper levels stand as deep as the last of these. */
const INDENT = ['', 'pl-3', 'pl-6', 'pl-9', 'pl-12'] as const
const HEAD = 'static!'

const nameOf = ({ agent, name, nativeId }: SessionMember) => name ?? agent ?? shortId(nativeId)

/** The sessions around this one: what each spent itself, what those below it spent, and both. */
export function SubAgentTable({ session, fleet }: { session: SessionDetail; fleet: Fleet }) {
  return (
    <Section
      title="Sub-agents"
      count={session.tree.length - 1}
      meta={session.treeIsCut ? 'tokens; the first 500' : 'tokens: own, children, sum'}
    >
      <Table label="Sub-agents" fixed>
        <thead>
          <tr>
            <Th className={`pl-2 ${HEAD}`}>Session</Th>
            <Th numeric className={`w-[68px] ${HEAD}`}>
              Own
            </Th>
            <Th numeric className={`w-[68px] ${HEAD}`}>
              Children
            </Th>
            <Th numeric className={`w-[68px] ${HEAD}`}>
              Sum
            </Th>
          </tr>
        </thead>
        <tbody>
          {sessionTree(session.tree).map(({ session: member, depth, own, children, sum }) => (
            <Tr key={member.id} selected={member.id === session.id}>
              <Td className="overflow-hidden pl-2">
                <Member member={member} depth={depth} current={member.id === session.id} fleet={fleet} />
              </Td>
              <Td numeric>
                <Short value={own} lowerBound={member.tokensAreLowerBound} reason="no tokens recorded" />
              </Td>
              <Td numeric>
                <Short value={children} reason="no children with tokens" />
              </Td>
              <Td numeric className="font-semibold">
                <Short value={sum} reason="nothing recorded" />
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </Section>
  )
}

/** Few digits, because a tree needs room for its names; all of them in the title. */
function Short({ value, lowerBound = false, reason }: { value: number | null; lowerBound?: boolean; reason: string }) {
  if (value === null) return <NotRecorded reason={reason} />
  const exact = `${lowerBound ? 'at least ' : ''}${formatInteger(value)} tokens`
  return <Quantity parts={compactParts(value)} lowerBound={lowerBound} title={exact} />
}

interface MemberProps {
  member: SessionMember
  depth: number
  current: boolean
  fleet: Fleet
}

function Member({ member, depth, current, fleet }: MemberProps) {
  const { label, tone } = STATUS_WORDS[member.statusDerived]
  const name = plainText(nameOf(member), 60)
  return (
    <span className={cx('flex min-w-0 items-center gap-1.5', INDENT[Math.min(depth, INDENT.length - 1)])}>
      <span title={label} className="flex flex-none">
        <ToneShape tone={tone} running={member.statusDerived === 'running'} />
        <span className="sr-only">{label}: </span>
      </span>
      {current ? (
        <b className="truncate pl-0.5">{name}</b>
      ) : (
        <Link
          href={paths.session(member.id, fleet)}
          prefetch={false}
          title={plainText(`${member.name ?? member.agent ?? ''} ${member.id}`)}
          className="min-w-0 truncate pl-0.5 hover:underline"
        >
          <bdi>{name}</bdi>
        </Link>
      )}
    </span>
  )
}
