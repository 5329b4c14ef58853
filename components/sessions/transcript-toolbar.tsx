'use client'

import { Button } from '@/components/ui/button'
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
        placeholder="Search this transcript"
        label="Search this transcript"
      />
      <FoundCount reader={reader} steps={steps} />
      <fieldset className="flex flex-wrap items-center gap-1">
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
                'inline-flex h-7 items-center gap-1 rounded-md px-2 text-12 md:h-6',
                on ? 'bg-selected font-semibold text-1' : 'text-2 hover:bg-hover',
              )}
            >
              {label}
              {on ? <span aria-hidden="true">×</span> : null}
            </button>
          )
        })}
      </fieldset>
      <span className="ml-auto flex items-center gap-2">
        <span className="text-12 text-3 max-md:sr-only">{failureWords(steps.failureAt, failures)}</span>
        <Button
          size="sm"
          keys="["
          disabledReason={failures === 0 ? 'nothing failed here' : null}
          onClick={() => steps.failure(-1)}
        >
          Previous
        </Button>
        <Button
          size="sm"
          keys="]"
          disabledReason={failures === 0 ? 'nothing failed here' : null}
          onClick={() => steps.failure(1)}
        >
          Next
        </Button>
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
          <Button size="sm" keys="b" onClick={() => steps.find(-1)}>
            Back
          </Button>
          <Button size="sm" keys="n" onClick={() => steps.find(1)}>
            Next
          </Button>
        </>
      )}
    </span>
  )
}
