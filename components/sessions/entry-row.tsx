'use client'

import { type MouseEvent, memo } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Num } from '@/components/ui/num'
import { useToast } from '@/components/ui/toast'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { breakBefore, timeOf } from '@/lib/sessions/entry-words'
import type { EntryWire } from '@/lib/sessions/schema'
import { exactTime } from '@/lib/time/format'
import { EntryBody } from './entry-body'

interface EntryRowProps {
  entry: EntryWire
  sessionId: string
  fleet: Fleet
  /** In hand: the address names it. */
  marked: boolean
  open: boolean
  live: boolean
  onOpen: (entryId: string, open: boolean) => void
  onMark: (entryId: string | null, index: number | null) => void
  onRaw: (entryId: string) => void
}

/** One entry: its time (a link to it), what it says, what its response took. */
export const EntryRow = memo(function EntryRow(props: EntryRowProps) {
  const { entry, sessionId, fleet, marked, onMark, onRaw } = props
  const line = breakBefore(entry)
  const mark = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    onMark(marked ? null : entry.id, entry.index)
  }
  return (
    <>
      {line === null ? null : <Break text={line} />}
      <div
        className={cx(
          '-mx-3 grid grid-cols-[64px_minmax(0,1fr)_64px] gap-x-3 rounded-md px-3 py-1.5 max-md:grid-cols-[minmax(0,1fr)_auto]',
          marked && 'bg-selected shadow-[inset_2px_0_var(--accent)]',
        )}
      >
        <a
          href={paths.session(sessionId, fleet, { entry: entry.id })}
          onClick={mark}
          title={entry.at === null ? 'no time is recorded' : exactTime(entry.at)}
          className="h-fit whitespace-nowrap rounded-sm pt-px text-12 text-3 leading-[18px] hover:text-1 hover:underline max-md:order-2"
        >
          <TimeText text={timeOf(entry.at)} />
          <span className="sr-only">, link to this entry</span>
        </a>
        <div className="grid min-w-0 gap-1 max-md:order-1 max-md:col-span-1">
          <EntryBody {...props} />
          {marked ? <Actions sessionId={sessionId} fleet={fleet} entry={entry} onRaw={onRaw} /> : null}
        </div>
        <Response entry={entry} />
      </div>
    </>
  )
})

/** Seconds only where there is room for them. */
function TimeText({ text }: { text: string }) {
  return (
    <>
      {text.slice(0, 5)}
      <span className="max-md:hidden">{text.slice(5)}</span>
    </>
  )
}

function Break({ text }: { text: string }) {
  return (
    <div className="flex items-center gap-3 py-2 text-12 text-3 before:h-px before:w-16 before:flex-none before:bg-line after:h-px after:flex-1 after:bg-line max-md:before:hidden">
      <span>{text}</span>
    </div>
  )
}

/** Tokens of the response, once: beside its first entry. */
function Response({ entry: { response } }: { entry: EntryWire }) {
  if (!response?.first) return <span className="max-md:hidden" />
  if (!response.countsHere) {
    return (
      <span
        title="written here, and counted in the session that wrote it first"
        className="pt-px text-right text-11 text-3 leading-[18px] max-md:hidden"
      >
        elsewhere
      </span>
    )
  }
  return (
    <span
      title="tokens of this response: what was sent, and what came back"
      className="pt-px text-right text-12 text-3 leading-[18px] max-md:hidden"
    >
      <Num value={response.tokens} lowerBound={response.lowerBound.length > 0} reason="no tokens recorded" />
    </span>
  )
}

function Actions({ sessionId, fleet, entry, onRaw }: Pick<EntryRowProps, 'sessionId' | 'fleet' | 'entry' | 'onRaw'>) {
  const toast = useToast()
  const copy = () => {
    const link = new URL(paths.session(sessionId, fleet, { entry: entry.id }), window.location.href).href
    navigator.clipboard.writeText(link).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  return (
    <div className="flex flex-wrap gap-2 pt-1">
      <Button size="sm" onClick={copy} keys="c">
        Copy link
      </Button>
      <Button size="sm" onClick={() => onRaw(entry.id)} keys="e">
        Raw record
      </Button>
      {entry.results.map((result, index) => (
        <Button key={result.id} size="sm" onClick={() => onRaw(result.id)}>
          Raw result{entry.results.length > 1 ? ` ${index + 1}` : ''}
        </Button>
      ))}
    </div>
  )
}
