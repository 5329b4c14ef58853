'use client'

import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { ListFooter } from '@/components/lists/list-footer'
import { NewRows } from '@/components/lists/new-rows'
import { useListRows } from '@/components/lists/use-list-rows'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import type { ListView } from '@/lib/lists/list-address'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import { withKnown } from '@/lib/patterns/moves'
import { patternListQuery } from '@/lib/patterns/queries'
import type { ListPatternsInput, PatternPage } from '@/lib/patterns/schema'
import { NoPatterns } from './no-patterns'
import { PATTERN_COLUMNS } from './pattern-columns'
import { PatternTable } from './pattern-table'
import { SelectionBar } from './selection-bar'
import { TriageDialog } from './triage-dialog'
import { TriageNotice } from './triage-notice'
import { useTriage } from './use-move-pattern'
import { useTriageRows } from './use-triage-rows'

const PAGE_SIZES = [50, 200]

interface PatternListProps {
  view: ListView<ListPatternsInput>
  fleet: Fleet
}

/** The list in each of its states. */
export function PatternList({ view, fleet }: PatternListProps) {
  const { data, error, refetch, isPlaceholderData } = useQuery(patternListQuery(view.filters, fleet))
  if (data) return <PatternRows view={view} fleet={fleet} page={data} isOld={isPlaceholderData} />
  if (error) return <QueryError what="the patterns" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Patterns" columns={PATTERN_COLUMNS} rows={12} edge />
}

interface PatternRowsProps extends PatternListProps {
  page: PatternPage
  /** The page answers the question before: other filters are on their way. */
  isOld: boolean
}

function PatternRows({ view, fleet, page, isOld }: PatternRowsProps) {
  const { known, busy } = useTriage()
  const { filters } = view
  const rows = useMemo(
    () => (fleet === 'own' ? withKnown(page.items, known, filters) : page.items),
    [page.items, known, filters, fleet],
  )
  const { table, newRows } = useListRows({ address: PATTERN_LIST, view, fleet, rows, isOld, follows: busy })
  const triage = useTriageRows({ rows: table.rows, filters, fleet, marked: table.marked, onMark: table.onMark })
  // The keys stay while the list is empty: the last move can still be undone.
  if (rows.length === 0 && table.rows.length === 0 && !isOld) {
    return (
      <>
        <TriageNotice />
        <NoPatterns filters={filters} fleet={fleet} />
      </>
    )
  }
  return (
    <>
      <TriageNotice />
      <NewRows {...newRows} />
      <PatternTable
        {...table}
        filters={filters}
        fleet={fleet}
        selected={triage.selection}
        keys={triage.keys}
        onSelect={triage.select}
        onOpen={triage.open}
        onAct={triage.act}
      />
      <SelectionBar triage={triage} rows={table.rows} />
      <ListFooter address={PATTERN_LIST} view={view} fleet={fleet} page={page} sizes={PAGE_SIZES} keys={[]} />
      <TriageDialog triage={triage} />
    </>
  )
}
