'use client'

import { useQuery } from '@tanstack/react-query'
import { HostileText } from '@/components/ui/hostile-text'
import type { Fleet } from '@/lib/http/wire'
import { charactersOf, linesOf } from '@/lib/sessions/entry-words'
import { entryQuery } from '@/lib/sessions/queries'
import type { ResultWire } from '@/lib/sessions/schema'

const DRAWN_MAX = 70_000
const LINK = 'text-12 text-accent hover:underline'

interface LongTextProps {
  entry: Pick<ResultWire, 'id' | 'text' | 'chars' | 'flags'>
  sessionId: string
  fleet: Fleet
  open: boolean
  /** Lines shown while it is closed. */
  lines: number
  onOpen: (open: boolean) => void
  onRaw: () => void
}

/** A text in mono that begins with a few lines; opened it is whole, fetched when the list holds only its beginning. */
export function LongText({ entry, sessionId, fleet, open, lines, onOpen, onRaw }: LongTextProps) {
  const text = useWholeText(entry, sessionId, fleet, open)
  const all = text.split('\n')
  const first = all
    .slice(0, lines)
    .join('\n')
    .slice(0, lines * 400)
  const hasMore = entry.chars > first.length
  const shown = open ? text : first
  return (
    <>
      <HostileText text={shown.replace(/\s+$/, '')} lines max={DRAWN_MAX} />
      {hasMore ? (
        <span className="flex flex-wrap gap-x-3 pt-1 font-sans">
          <button type="button" className={LINK} aria-expanded={open} onClick={() => onOpen(!open)}>
            {open
              ? 'Show less'
              : `Show all (${all.length > lines && entry.chars === text.length ? linesOf(all.length) : charactersOf(entry.chars)})`}
          </button>
          {open && entry.flags.includes('truncated_text') ? (
            <button type="button" className={LINK} onClick={onRaw}>
              The rest is in the raw record
            </button>
          ) : null}
        </span>
      ) : null}
    </>
  )
}

/** The text of an entry; once opened, as long as it is kept. */
export function useWholeText(
  entry: Pick<ResultWire, 'id' | 'text' | 'chars'>,
  sessionId: string,
  fleet: Fleet,
  open: boolean,
): string {
  const listed = entry.text ?? ''
  const isCut = entry.chars > listed.length
  const { data } = useQuery({ ...entryQuery(sessionId, entry.id, fleet), enabled: open && isCut })
  return open && isCut ? (data?.text ?? listed) : listed
}
