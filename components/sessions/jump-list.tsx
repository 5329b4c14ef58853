'use client'

import { cx } from '@/components/ui/cx'
import { Section } from '@/components/ui/section'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import { MARK_WORDS, timeOf } from '@/lib/sessions/entry-words'
import type { SessionDetail } from '@/lib/sessions/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import type { Reader } from './use-reader'

/** A longer list is no list to choose from: the keys step through all of them. */
const LISTED_MAX = 60

/** Failures, denials, interruptions, errors and compactions, in the order they happened. */
export function JumpList({ session, reader }: { session: SessionDetail; reader: Reader }) {
  const { marks, marksInAll } = session
  const shown = marks.slice(0, LISTED_MAX)
  return (
    <Section title="Jump to" count={formatInteger(marksInAll)}>
      <ul className="grid gap-0.5">
        {shown.map((mark, at) => {
          const { label, tone } = MARK_WORDS[mark.kind]
          const words = mark.tool === null ? mark.line : `${mark.tool}: ${mark.line}`
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: one entry may hold several marks
            <li key={`${mark.entryId} ${at}`} className="min-w-0">
              <button
                type="button"
                onClick={() => reader.jump(mark.entryId, mark.index)}
                title={plainText(`${label}: ${words}`)}
                className={cx(
                  '-mx-2 flex h-7 w-[calc(100%+16px)] min-w-0 items-center gap-2 rounded-md px-2 text-left hover:bg-hover',
                  mark.entryId === reader.marked && 'bg-selected',
                )}
              >
                <ToneShape tone={tone} />
                <span className="sr-only">{label}</span>
                <span className="flex-none text-12 text-3">{timeOf(mark.at)}</span>
                <bdi className="min-w-0 truncate">{plainText(words || label, 120)}</bdi>
              </button>
            </li>
          )
        })}
      </ul>
      {marksInAll > shown.length ? (
        <p className="pt-2 text-12 text-3">The first {shown.length}; the filters and [ ] reach the others.</p>
      ) : null}
    </Section>
  )
}
