'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { CopyButton } from '@/components/ui/copy'
import { Skeleton } from '@/components/ui/skeleton'
import { StatusMark } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { STATUS_WORDS } from '@/lib/runs/status'
import { sessionDetailQuery } from '@/lib/sessions/queries'
import type { SessionDetail } from '@/lib/sessions/schema'
import { sessionTitle, shortId, shortProject, troubleWords } from '@/lib/sessions/session-words'
import { SessionBody } from './session-body'

interface SessionScreenProps {
  id: string
  fleet: Fleet
  /** The failure patterns seen in it, which sessions share with runs and jobs. */
  patterns: ReactNode
}

/** One session. What stands beside the transcript is one reply; the transcript itself is asked for in pieces. */
export function SessionScreen({ id, fleet, patterns }: SessionScreenProps) {
  const { data: session, error, refetch } = useQuery(sessionDetailQuery(id, fleet))
  const title = session ? sessionTitle(session) : { text: id, isId: true }
  const text = plainText(title.isId ? shortId(title.text) : title.text, 120)
  return (
    <Page
      tabTitle={middleTruncate(text, 40)}
      crumbs={crumbsOf(session, fleet)}
      title={<bdi title={plainText(title.text)}>{text}</bdi>}
      meta={session ? <SessionMeta session={session} /> : null}
    >
      {session ? (
        <SessionBody session={session} fleet={fleet} patterns={patterns} />
      ) : error ? (
        <QueryError what="this session" error={error} onRetry={() => void refetch()} />
      ) : (
        <SessionSkeleton />
      )}
    </Page>
  )
}

function crumbsOf(session: SessionDetail | undefined, fleet: Fleet) {
  const crumbs = [{ label: 'Sessions', href: paths.sessions(fleet) }]
  if (session?.project) {
    const href = paths.sessions(fleet, { project: session.project })
    crumbs.push({ label: plainText(middleTruncate(shortProject(session.project), 24)), href })
  }
  return crumbs
}

function SessionMeta({ session }: { session: SessionDetail }) {
  const { label, tone, about } = STATUS_WORDS[session.statusDerived]
  return (
    <>
      <CopyButton text={session.id} label="Copy the id" />
      <StatusMark
        tone={tone}
        running={session.statusDerived === 'running'}
        title={plainText(session.statusReason ?? about)}
      >
        {label}
      </StatusMark>
      <span className="min-w-0 truncate text-3" title={troubleWords(session)}>
        {troubleWords(session)}
      </span>
    </>
  )
}

/** The parts in their final places, without their contents. */
function SessionSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 pt-4">
      <Skeleton className="h-20 w-full" />
      {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
        <Skeleton key={name} className="w-2/3" />
      ))}
    </div>
  )
}
