'use client'

import { type ReactNode, useEffect, useRef, useState } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { isTerminal } from '@/lib/model/status'
import { ENTRY_FILTERS } from '@/lib/sessions/entry-filters'
import { isFailure } from '@/lib/sessions/entry-words'
import type { SessionDetail } from '@/lib/sessions/schema'
import { EntryWindow } from './entry-window'
import { RawPanel } from './raw-panel'
import { SessionAside } from './session-aside'
import { TokenStrip } from './token-strip'
import { TranscriptToolbar } from './transcript-toolbar'
import { type Reader, useReader } from './use-reader'
import { useReaderKeys } from './use-reader-keys'
import { useSteps } from './use-steps'

interface SessionBodyProps {
  session: SessionDetail
  fleet: Fleet
  patterns: ReactNode
}

/** Tokens above, the transcript below them, and what one wants to know of it at its side. */
export function SessionBody({ session, fleet, patterns }: SessionBodyProps) {
  const { id } = session
  const reader = useReader(id, fleet)
  const failures = session.marks.filter(isFailure)
  const steps = useSteps(reader, failures)
  const [raw, setRaw] = useState<string | null>(null)
  const [aside, setAside] = useState(false)
  useReaderKeys(reader, steps, setRaw)
  useFirstPlace(reader)
  return (
    <>
      <TokenStrip
        session={session}
        position={reader.position}
        onPickTime={reader.jumpToTime}
        onPickMark={reader.jump}
      />
      <div className="bleed grid border-line border-t lg:grid-cols-[minmax(0,1fr)_380px]">
        <div className="order-2 min-w-0 px-(--page-x) pb-6 lg:order-1">
          <h2 className="sr-only">Transcript</h2>
          <TranscriptToolbar reader={reader} steps={steps} failures={failures.length} />
          <Entries session={session} fleet={fleet} reader={reader} onRaw={setRaw} />
        </div>
        <div className="order-1 border-line lg:sticky lg:top-12 lg:order-2 lg:max-h-[calc(100dvh-48px)] lg:self-start lg:overflow-y-auto lg:border-l">
          <div className="px-(--page-x) py-2 lg:hidden">
            <Button size="sm" aria-expanded={aside} onClick={() => setAside(!aside)}>
              {aside ? 'Hide' : 'Show'} facts, sub-agents and jumps
            </Button>
          </div>
          <div className={cx('px-(--page-x) pt-4 pb-6', aside ? '' : 'max-lg:hidden')}>
            <SessionAside session={session} fleet={fleet} reader={reader} patterns={patterns} />
          </div>
        </div>
      </div>
      {raw === null ? null : <RawPanel sessionId={id} entryId={raw} fleet={fleet} onClose={() => setRaw(null)} />}
    </>
  )
}

/** An address that names an entry opens there. */
function useFirstPlace({ marked, jump }: Reader) {
  const first = useRef(marked)
  const latest = useRef(jump)
  useEffect(() => {
    const entryId = first.current
    first.current = null
    if (entryId !== null) latest.current(entryId)
  }, [])
}

interface EntriesProps {
  session: SessionDetail
  fleet: Fleet
  reader: Reader
  onRaw: (entryId: string) => void
}

/** The transcript in each of its states. */
function Entries({ session, fleet, reader, onRaw }: EntriesProps) {
  const { total, shapeError, only } = reader
  if (shapeError) return <QueryError what="the transcript" error={shapeError} onRetry={reader.retry} />
  if (total === undefined) {
    return (
      <div aria-busy="true" className="grid gap-4 py-4">
        <Skeleton className="w-1/2" />
        <Skeleton className="w-2/3" />
        <Skeleton className="w-1/3" />
      </div>
    )
  }
  if (total === 0 && only !== null) {
    const label = ENTRY_FILTERS.find((filter) => filter.id === only)?.label ?? only
    return (
      <EmptyState
        kind="nothing-matches"
        title="No entry matches"
        actions={
          <Button look="primary" onClick={() => reader.setOnly(null)}>
            Show all entries
          </Button>
        }
      >
        <p>only {label}</p>
      </EmptyState>
    )
  }
  if (total === 0) {
    return (
      <EmptyState kind="nothing-yet" title="Nothing to read in this session">
        <p>
          {session.inferred
            ? 'This source records what its sessions spend, and no transcript.'
            : 'Its file holds no message yet. What is written to it shows here within seconds.'}
        </p>
      </EmptyState>
    )
  }
  return (
    <EntryWindow
      key={only ?? 'all'}
      id={session.id}
      fleet={fleet}
      reader={reader}
      total={total}
      live={!isTerminal(session.statusDerived)}
      onRaw={onRaw}
    />
  )
}
