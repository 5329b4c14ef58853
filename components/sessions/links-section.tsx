import Link from 'next/link'
import { HostileText } from '@/components/ui/hostile-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { SessionLinkWire } from '@/lib/sessions/schema'
import { shortId } from '@/lib/sessions/session-words'

/** What the other session is to this one. A link leads from what goes on to what it goes on from, and from parent to child. */
const WORDS = {
  fork: { from: 'forked from', to: 'forked as' },
  resume: { from: 'resumes', to: 'resumed as' },
  compaction: { from: 'goes on from', to: 'goes on in' },
  'sub-agent': { from: 'started', to: 'started by' },
} as const satisfies Record<SessionLinkWire['kind'], Record<SessionLinkWire['direction'], string>>

/** Forks, resumes, compactions and sub-agents, in both directions. */
export function LinksSection({ links, fleet }: { links: readonly SessionLinkWire[]; fleet: Fleet }) {
  return (
    <Section title="Linked sessions" count={links.length}>
      <ul className="grid max-h-60 gap-1.5 overflow-y-auto">
        {links.map(({ kind, direction, at, detail, inferred, session }) => (
          <li key={`${kind} ${direction} ${session.id}`} className="grid gap-0.5">
            <span className="flex min-w-0 items-baseline gap-1.5">
              <span className="flex-none text-12 text-3">{WORDS[kind][direction]}</span>
              {session.known ? (
                <Link
                  href={paths.session(session.id, fleet)}
                  prefetch={false}
                  title={plainText(session.id)}
                  className="min-w-0 truncate text-accent hover:underline"
                >
                  <bdi>{plainText(session.name ?? session.agent ?? shortId(session.id), 80)}</bdi>
                </Link>
              ) : (
                <span className="min-w-0 truncate text-2" title={plainText(`${session.id}: not imported`)}>
                  {plainText(shortId(session.id), 60)} <span className="text-12 text-3">not imported</span>
                </span>
              )}
              <span className="ml-auto flex-none text-12 text-3">{at === null ? null : <RelativeTime at={at} />}</span>
            </span>
            {detail === null && !inferred ? null : (
              <span className="text-12 text-3">
                {inferred ? 'found by shared responses' : null}
                {inferred && detail !== null ? ' · ' : null}
                {detail === null ? null : <HostileText text={detail} max={160} />}
              </span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  )
}
