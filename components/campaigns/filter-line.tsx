import type { ReactNode } from 'react'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { filterChips } from '@/lib/runs/filter-chips'
import { RUN_LIST } from '@/lib/runs/filters'
import { RUN_TABS } from '@/lib/runs/tabs'

interface FilterLineProps {
  filter: Readonly<Record<string, string>>
  fleet: Fleet
  children?: ReactNode
}

/** By which filter the runs are chosen, in the words of their list. */
export function FilterLine({ filter, children }: FilterLineProps) {
  const { filters } = RUN_LIST.parse(filter)
  const tab = RUN_TABS.tabOf(filters)
  const parts = [
    ...(tab.id === 'all' ? [] : [{ key: 'tab', label: 'view', value: tab.label }]),
    ...filterChips(filters),
    ...(filters.q ? [{ key: 'q', label: 'text', value: `“${filters.q}”` }] : []),
  ]
  return (
    <p className="flex min-h-10 flex-wrap items-center gap-2 py-2 text-12 text-2">
      Runs chosen by
      {parts.length === 0 ? <b className="text-1">no filter: all runs</b> : null}
      {parts.map(({ key, label, value }) => (
        <span key={key} className="rounded-md bg-sunken px-2 py-1">
          {label} <b className="text-1">{plainText(value, 80)}</b>
        </span>
      ))}
      {children}
    </p>
  )
}
