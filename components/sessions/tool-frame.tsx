'use client'

import { memo } from 'react'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { callEnd } from '@/lib/sessions/entry-words'
import { type FileEdit, fileEdits, inputOf } from '@/lib/sessions/file-edits'
import type { EntryWire, ResultWire } from '@/lib/sessions/schema'
import { EditDiff } from './edit-diff'
import { LongText, useWholeText } from './long-text'

/** Lines of a result before it is opened: a failure is what one came to read. */
const FIRST_LINES = { bad: 12, other: 3 } as const

interface ToolFrameProps {
  entry: EntryWire
  sessionId: string
  fleet: Fleet
  open: boolean
  live: boolean
  onOpen: (open: boolean) => void
  onRaw: (entryId: string) => void
}

const FRAMES = {
  bad: 'border-bad',
  idle: 'border-line-strong border-dashed',
  other: 'border-line',
} as const

/** A call and what came back, in one frame. Red only when it failed; a person's no is dashed and grey. */
export const ToolFrame = memo(function ToolFrame(props: ToolFrameProps) {
  const { entry, sessionId, fleet, open, live, onOpen, onRaw } = props
  const results = entry.kind === 'tool_result' ? [entry] : entry.results
  const { tone, words } = callEnd(results, live)
  const input = useWholeText(entry, sessionId, fleet, open)
  const edits = entry.kind === 'tool_call' ? fileEdits(entry.tool, input) : null
  const look = tone === 'bad' ? 'bad' : tone === 'idle' && results.length > 0 ? 'idle' : 'other'
  const name = entry.tool ?? (entry.kind === 'tool_result' ? 'Result' : 'Call')
  return (
    <div className={cx('overflow-hidden rounded-md border bg-surface', FRAMES[look])}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(!open)}
        className="flex min-h-7 w-full min-w-0 items-center gap-2 px-2.5 text-left hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <ToneShape tone={tone} running={tone === 'info'} />
        <b className={cx('flex-none whitespace-nowrap', tone === 'bad' && 'text-bad')}>{plainText(name, 60)}</b>
        <bdi className="min-w-0 flex-1 truncate font-mono text-12 text-2" title={plainText(entry.title ?? '')}>
          {plainText(entry.title ?? '', 300)}
        </bdi>
        <span className="flex-none whitespace-nowrap text-12 text-3">
          {words || <span className="sr-only">ok</span>}
        </span>
      </button>
      {edits ? <Edits edits={edits} open={open} title={entry.title} /> : null}
      {open && !edits && entry.kind === 'tool_call' && input !== '' ? <Input json={input} /> : null}
      {results.map((result) => (
        <Result
          key={result.id}
          result={result}
          sessionId={sessionId}
          fleet={fleet}
          look={look}
          quiet={edits !== null && look === 'other' && !open}
          open={open}
          onOpen={onOpen}
          onRaw={onRaw}
        />
      ))}
    </div>
  )
})

function Edits({ edits, open, title }: { edits: readonly FileEdit[]; open: boolean; title: string | null }) {
  return edits.map((edit, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a file may be changed twice by one call
    <EditDiff key={index} edit={edit} open={open} named={edits.length > 1 || title === null} />
  ))
}

/** The input as it was given, indented. */
function Input({ json }: { json: string }) {
  const value = inputOf(json)
  const text = value === null ? json : typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  return (
    <pre className="whitespace-pre-wrap border-line border-t px-2.5 py-1.5 text-2">
      <span className="block pb-0.5 font-sans text-11 text-3">Input</span>
      <LongJson text={text} />
    </pre>
  )
}

function LongJson({ text }: { text: string }) {
  return <bdi className="wrap-anywhere font-mono text-12">{plainLines(text)}</bdi>
}

const plainLines = (text: string) =>
  text
    .slice(0, 70_000)
    .split('\n')
    .map((line) => plainText(line, 5_000))
    .join('\n')

interface ResultProps extends Omit<ToolFrameProps, 'entry' | 'live'> {
  result: ResultWire
  look: keyof typeof FRAMES
  /** An edit that went well says nothing new. */
  quiet: boolean
}

function Result({ result, sessionId, fleet, look, quiet, open, onOpen, onRaw }: ResultProps) {
  if (quiet || !result.text) return null
  return (
    <div
      className={cx(
        'border-t px-2.5 py-1.5',
        look === 'bad' ? 'border-bad bg-bad-tint text-1' : 'border-line bg-sunken text-2',
      )}
    >
      <LongText
        entry={result}
        sessionId={sessionId}
        fleet={fleet}
        open={open}
        lines={look === 'bad' ? FIRST_LINES.bad : FIRST_LINES.other}
        onOpen={onOpen}
        onRaw={() => onRaw(result.id)}
      />
    </div>
  )
}
