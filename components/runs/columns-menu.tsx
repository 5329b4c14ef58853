'use client'

import { PREFERENCES, usePreference } from '@/components/shell/preferences'
import { Button } from '@/components/ui/button'
import { Popover } from '@/components/ui/popover'
import { ALL_COLUMNS, type RunColumn, type RunColumnId } from './run-columns'

const DENSITY_WORDS = { default: 'Default', compact: 'Compact', relaxed: 'Relaxed' } as const
const ROW = 'flex h-7 items-center gap-2 rounded-sm px-1 hover:bg-hover'

interface ColumnsMenuProps {
  columns: readonly RunColumn[]
  onToggle: (id: RunColumnId) => void
}

/** Columns and density of this browser. */
export function ColumnsMenu({ columns, onToggle }: ColumnsMenuProps) {
  const [density, setDensity] = usePreference('density')
  return (
    <Popover trigger={<Button size="sm">Columns</Button>} label="Columns and density">
      <fieldset className="text-13">
        <legend className="px-1 pb-1 text-12 text-3">Columns</legend>
        {ALL_COLUMNS.filter((column) => !column.fixed).map(({ id, header }) => (
          <label key={id} className={ROW}>
            <input
              type="checkbox"
              className="accent-accent"
              checked={columns.some((column) => column.id === id)}
              onChange={() => onToggle(id)}
            />
            {header}
          </label>
        ))}
      </fieldset>
      <fieldset className="mt-2 border-line border-t pt-2 text-13">
        <legend className="float-left px-1 pb-1 text-12 text-3">Density</legend>
        {PREFERENCES.density.map((choice) => (
          <label key={choice} className={`${ROW} clear-both`}>
            <input
              type="radio"
              name="density"
              className="accent-accent"
              checked={density === choice}
              onChange={() => setDensity(choice)}
            />
            {DENSITY_WORDS[choice]}
          </label>
        ))}
      </fieldset>
    </Popover>
  )
}
