'use client'

import { Button } from '@/components/ui/button'
import type { PatternSummary } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import type { Triage } from './use-triage-rows'

/** What can be done with the selected rows; stays in sight below them. */
export function SelectionBar({ triage, rows }: { triage: Triage; rows: readonly PatternSummary[] }) {
  const { selected, start, ask, selectAll } = triage
  if (selected.length === 0) return null
  return (
    <div
      role="toolbar"
      aria-label="Selected patterns"
      className="overlay layer-panel sticky bottom-20 mt-2 flex flex-wrap items-center gap-2 px-3 py-2 text-13"
    >
      <b className="font-semibold" aria-live="polite">
        {plural(selected.length, 'pattern')} selected
      </b>
      <Button size="sm" keys="a" onClick={() => start('acknowledge')}>
        Acknowledge
      </Button>
      <Button size="sm" keys="i" onClick={() => start('ignore')}>
        Ignore
      </Button>
      <Button size="sm" keys="f" onClick={() => start('fix')}>
        Link a fix
      </Button>
      <Button
        size="sm"
        keys="m"
        disabledReason={selected.length < 2 ? 'select two or more' : null}
        onClick={() => ask('merge', selected)}
      >
        Merge
      </Button>
      <span className="ml-auto flex gap-2">
        {selected.length < rows.length ? (
          <Button size="sm" look="ghost" onClick={() => selectAll(true)}>
            All {rows.length} on this page
          </Button>
        ) : null}
        <Button size="sm" look="ghost" onClick={() => selectAll(false)}>
          Clear
        </Button>
      </span>
    </div>
  )
}
