'use client'

import Link from 'next/link'
import { ListToolbar } from '@/components/lists/list-toolbar'
import { Button, buttonClass } from '@/components/ui/button'
import { Kbd } from '@/components/ui/kbd'
import { Menu } from '@/components/ui/menu'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { filterChips } from '@/lib/patterns/filter-chips'
import { ORDER_WORDS, PATTERN_LIST } from '@/lib/patterns/filters'
import { type ListPatternsInput, PATTERN_SORTS, type PatternSummary } from '@/lib/patterns/schema'
import { AddPatternFilter } from './add-pattern-filter'
import { SavedViews } from './saved-views'

const SEARCH = {
  placeholder: 'Filter by text or type',
  label: 'Filter patterns by template, title, type or signature',
}
const KEYS = [
  { keys: ['j', 'k'], label: 'move' },
  { keys: ['x'], label: 'select' },
  { keys: ['a'], label: 'acknowledge' },
  { keys: ['i'], label: 'ignore' },
  { keys: ['f'], label: 'fix' },
  { keys: ['u'], label: 'undo' },
  { keys: ['?'], label: 'all' },
] as const

interface PatternsToolbarProps {
  filters: ListPatternsInput
  fleet: Fleet
  rows: readonly PatternSummary[]
}

export function PatternsToolbar({ filters, fleet, rows }: PatternsToolbarProps) {
  return (
    <ListToolbar
      address={PATTERN_LIST}
      filters={filters}
      fleet={fleet}
      chips={filterChips(filters)}
      search={SEARCH}
      order={ORDER_WORDS[filters.sort]}
      apiPath={paths.api.patterns}
      tools={<Tools filters={filters} fleet={fleet} />}
    >
      <AddPatternFilter filters={filters} fleet={fleet} rows={rows} />
      <SavedViews filters={filters} fleet={fleet} />
    </ListToolbar>
  )
}

function Tools({ filters, fleet }: Omit<PatternsToolbarProps, 'rows'>) {
  return (
    <>
      <Menu
        trigger={
          <Button size="sm" look="ghost">
            Order
          </Button>
        }
        entries={PATTERN_SORTS.map((sort) => ({
          label: ORDER_WORDS[sort],
          href: PATTERN_LIST.href({ filters: PATTERN_LIST.change(filters, { sort }) }, fleet),
          checked: sort === filters.sort,
        }))}
      />
      <Link href={paths.patternRules(fleet)} className={buttonClass({ size: 'sm', look: 'ghost' })}>
        Rules
      </Link>
    </>
  )
}

/** The keys worth knowing, below the tools; a phone has none. */
export function TriageKeys() {
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2 text-12 text-3 max-md:hidden">
      {KEYS.map(({ keys, label }) => (
        <span key={label} className="flex items-center gap-1">
          {keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {label}
        </span>
      ))}
    </p>
  )
}
