'use client'

import { IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { SearchBox } from '@/components/ui/search-box'
import { ENTRY_FILTERS } from '@/lib/sessions/entry-filters'
import { formatInteger } from '@/lib/time/format-quantity'
import type { Reader } from './use-reader'
import type { Steps } from './use-steps'

interface TranscriptToolbarProps {
  reader: Reader
  steps: Steps
  failures: number
}

/** Find, filter, and step over failures. Sticks above the entries. */
export function TranscriptToolbar({ reader, steps, failures }: TranscriptToolbarProps) {
  return (
    <div
      role="toolbar"
      aria-label="Transcript"
      className="layer-sticky sticky top-12 -mx-3 flex min-h-12 flex-wrap items-center gap-2 border-line border-b bg-surface px-3 py-2"
    >
      <SearchBox
        asked={reader.asked}
        onAsk={(text) => text !== reader.asked && reader.ask(text)}
        onStep={steps.find}
        placeholder="Find in it"
        className="w-44 max-md:w-full"
        label="Search this transcript"
      />
      <FoundCount reader={reader} steps={steps} />
      <fieldset className="flex min-w-0 max-w-full items-center gap-1 overflow-x-auto [scrollbar-width:none] max-md:order-last max-md:w-full">
        <legend className="sr-only">Show only</legend>
        {ENTRY_FILTERS.map(({ id, label }) => {
          const on = reader.only === id
          return (
            <button
              key={id}
              type="button"
              aria-pressed={on}
              onClick={() => reader.setOnly(on ? null : id)}
              className={cx(
                'inline-flex h-7 flex-none items-center gap-1 rounded-md px-2 text-12 md:h-6',
                on ? 'bg-selected font-semibold text-1' : 'text-2 hover:bg-hover',
              )}
            >
              {label}
              {on ? <span aria-hidden="true">×</span> : null}
            </button>
          )
        })}
      </fieldset>
      <span className="ml-auto flex items-center gap-1">
        <span className="text-12 text-3 max-md:sr-only">{failureWords(steps.failureAt, failures)}</span>
        <IconButton
          icon="chevron-left"
          label="Previous failure"
          keys="["
          size="sm"
          disabledReason={failures === 0 ? 'nothing failed here' : null}
          onClick={() => steps.failure(-1)}
        />
        <IconButton
          icon="chevron-right"
          label="Next failure"
          keys="]"
          size="sm"
          disabledReason={failures === 0 ? 'nothing failed here' : null}
          onClick={() => steps.failure(1)}
        />
      </span>
    </div>
  )
}

function failureWords(at: number | null, of: number): string {
  if (of === 0) return 'nothing failed'
  if (at === null) return `${formatInteger(of)} ${of === 1 ? 'failure' : 'failures'}`
  return `failure ${formatInteger(at + 1)} of ${formatInteger(of)}`
}

function FoundCount({ reader: { asked, found }, steps }: Pick<TranscriptToolbarProps, 'reader' | 'steps'>) {
  if (asked === '' || !found) return null
  const count = found.items.length
  const words = count === 0 ? 'not found' : `${formatInteger(count)}${found.capped ? '+' : ''} found`
  return (
    <span className="flex items-center gap-1.5 text-12 text-3">
      <span aria-live="polite">
        {steps.foundAt === null ? words : `${formatInteger(steps.foundAt + 1)} of ${words}`}
      </span>
      {count === 0 ? null : (
        <>
          <IconButton
            icon="chevron-left"
            label="Place found before"
            keys="b"
            size="sm"
            onClick={() => steps.find(-1)}
          />
          <IconButton icon="chevron-right" label="Next place found" keys="n" size="sm" onClick={() => steps.find(1)} />
        </>
      )}
    </span>
  )
}
