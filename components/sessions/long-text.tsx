'use client'

import { useQuery } from '@tanstack/react-query'
import { HostileText } from '@/components/ui/hostile-text'
import type { Fleet } from '@/lib/http/wire'
import { charactersOf, linesOf } from '@/lib/sessions/entry-words'
import { entryQuery } from '@/lib/sessions/queries'
import { resultBody } from '@/lib/sessions/result-text'
import type { ResultWire } from '@/lib/sessions/schema'

/** Lines that take no more room than the words that would stand in for them. */
const NOT_WORTH_HIDING = 2
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
  const listed = entry.text ?? ''
  const all = resultBody(listed).trimEnd().split('\n')
  const first = all
    .slice(0, all.length <= lines + NOT_WORTH_HIDING ? all.length : lines)
    .join('\n')
    .slice(0, lines * 400)
  const isCut = entry.chars > listed.length
  const isLong = isCut || first.length < listed.trimEnd().length
  const size = isCut ? charactersOf(entry.chars) : linesOf(all.length)
  return (
    <>
      <HostileText text={open ? text.trimEnd() : first} lines max={DRAWN_MAX} />
      {isLong ? (
        <span className="flex flex-wrap gap-x-3 pt-1 font-sans">
          <button type="button" className={LINK} aria-expanded={open} onClick={() => onOpen(!open)}>
            {open ? 'Show less' : `Show all (${size})`}
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
