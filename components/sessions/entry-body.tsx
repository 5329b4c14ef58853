'use client'

import { HostileText } from '@/components/ui/hostile-text'
import { StatusMark } from '@/components/ui/status'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { shortModel } from '@/lib/model/model-name'
import { charactersOf } from '@/lib/sessions/entry-words'
import type { EntryWire } from '@/lib/sessions/schema'
import type { Tone } from '@/lib/tone'
import { EntryText } from './entry-text'
import { LongText, useWholeText } from './long-text'
import { ToolFrame } from './tool-frame'

export interface EntryBodyProps {
  entry: EntryWire
  sessionId: string
  fleet: Fleet
  open: boolean
  live: boolean
  onOpen: (entryId: string, open: boolean) => void
  onRaw: (entryId: string) => void
}

/** What an entry says, each kind in its own way. */
export function EntryBody(props: EntryBodyProps) {
  const { entry, sessionId, fleet, open, live, onRaw } = props
  const onOpen = (next: boolean) => props.onOpen(entry.id, next)
  switch (entry.kind) {
    case 'prompt':
      return (
        <div className="grid gap-1 rounded-md bg-sunken px-3 py-2">
          <Who name={entry.role === 'person' ? 'Person' : 'Prompt'} />
          <Message {...props} />
        </div>
      )
    case 'text':
      return (
        <div className="grid gap-0.5">
          <Who name={entry.role === 'person' ? 'Person' : 'Assistant'} model={entry.model} />
          <Message {...props} />
        </div>
      )
    case 'tool_call':
    case 'tool_result':
      return (
        <ToolFrame
          entry={entry}
          sessionId={sessionId}
          fleet={fleet}
          open={open}
          live={live}
          onOpen={onOpen}
          onRaw={onRaw}
        />
      )
    case 'thinking':
      return <Folded label="Thinking" {...props} />
    case 'summary':
      return <Folded label="Summary" {...props} />
    case 'note':
      return <Folded label="Note" {...props} />
    case 'compaction':
      return <Folded label="Context compacted" tone="info" {...props} />
    case 'resume':
      return <Folded label="Resumed" tone="info" {...props} />
    case 'retry':
      return <Folded label="Retry" tone="warn" {...props} />
    case 'interruption':
      return <Folded label="Interrupted by the person" tone="idle" {...props} />
    case 'error':
      return <Failure {...props} />
    case 'image':
      return <Picture entry={entry} />
  }
}

function Who({ name, model = null }: { name: string; model?: string | null }) {
  return (
    <div className="text-12 text-2 leading-4">
      <b>{name}</b>
      {model === null ? null : <span className="pl-1.5 text-3">{plainText(shortModel(model), 40)}</span>}
    </div>
  )
}

/** A message; a long one is fetched whole when it is opened. */
function Message({ entry, sessionId, fleet, open, onOpen, onRaw }: EntryBodyProps) {
  const text = useWholeText(entry, sessionId, fleet, open)
  const isCut = entry.chars > (entry.text ?? '').length
  if (text === '') return <p className="text-12 text-3">{entry.title ? plainText(entry.title) : 'empty'}</p>
  return (
    <>
      <EntryText text={text} />
      {isCut ? (
        <span className="flex gap-3 text-12 text-accent">
          <button
            type="button"
            aria-expanded={open}
            className="hover:underline"
            onClick={() => onOpen(entry.id, !open)}
          >
            {open ? 'Show less' : `Show all (${charactersOf(entry.chars)})`}
          </button>
          {open && entry.flags.includes('truncated_text') ? (
            <button type="button" className="hover:underline" onClick={() => onRaw(entry.id)}>
              The rest is in the raw record
            </button>
          ) : null}
        </span>
      ) : null}
    </>
  )
}

/** One line that opens: what stands between the turns, and thinking. */
function Folded({
  label,
  tone,
  entry,
  sessionId,
  fleet,
  open,
  onOpen,
  onRaw,
}: EntryBodyProps & { label: string; tone?: Tone }) {
  const { text, title, chars } = entry
  const about = title ?? text?.trim().split('\n')[0] ?? ''
  const opens = chars > 0 && !(title === null && chars <= 160 && !text?.includes('\n'))
  const line = (
    <>
      {tone ? <ToneShape tone={tone} /> : null}
      <span className="flex-none text-2">{label}</span>
      <bdi className="min-w-0 truncate">{plainText(about, 240)}</bdi>
      {opens ? <span className="flex-none">{charactersOf(chars)}</span> : null}
    </>
  )
  const row = 'flex min-h-6 w-full min-w-0 items-center gap-2 rounded-sm text-left text-12 text-3'
  if (!opens) return <div className={row}>{line}</div>
  return (
    <div className="grid gap-1">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => onOpen(entry.id, !open)}
        className={`${row} hover:bg-hover`}
      >
        {line}
      </button>
      {open ? (
        <div className="rounded-md bg-sunken px-3 py-2 text-2">
          <Message
            entry={entry}
            sessionId={sessionId}
            fleet={fleet}
            open={open}
            live={false}
            onOpen={onOpen}
            onRaw={onRaw}
          />
        </div>
      ) : null}
    </div>
  )
}

function Failure({ entry, sessionId, fleet, open, onOpen, onRaw }: EntryBodyProps) {
  return (
    <div className="overflow-hidden rounded-md border border-bad bg-surface">
      <div className="flex min-h-7 items-center gap-2 px-2.5">
        <StatusMark tone="bad" className="font-semibold text-13! text-bad">
          Error
        </StatusMark>
        <span className="min-w-0 truncate text-12 text-2">
          <HostileText text={entry.title ?? ''} max={200} />
        </span>
      </div>
      {entry.text ? (
        <div className="border-bad border-t bg-bad-tint px-2.5 py-1.5">
          <LongText
            entry={entry}
            sessionId={sessionId}
            fleet={fleet}
            open={open}
            lines={12}
            onOpen={(next) => onOpen(entry.id, next)}
            onRaw={() => onRaw(entry.id)}
          />
        </div>
      ) : null}
    </div>
  )
}

/** Pictures are told, never loaded: what an agent was shown may come from anywhere. */
function Picture({ entry }: { entry: EntryWire }) {
  return (
    <div className="inline-flex min-h-8 w-fit items-center gap-2 rounded-md border border-line-strong border-dashed px-3 text-12 text-2">
      Image, not loaded
      {entry.title ? <HostileText text={entry.title} max={120} className="text-3" /> : null}
    </div>
  )
}
