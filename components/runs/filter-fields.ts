import { FLAG_NAMES, flagLabel } from '@/lib/model/flags'
import { SYSTEMS } from '@/lib/model/systems'
import type { RunSummary } from '@/lib/runs/schema'
import { CAUSE_OPTIONS, STATUS_OPTIONS } from '@/lib/runs/status'

interface Option {
  value: string
  label: string
}

/** Fields with a closed list of values offer that list; the others offer what the rows on the page hold. */
export const FILTER_FIELDS = [
  { id: 'system', label: 'System', options: SYSTEMS.map((value): Option => ({ value, label: value })) },
  { id: 'status', label: 'Evidence says', options: STATUS_OPTIONS },
  { id: 'statusSource', label: 'Source said', options: STATUS_OPTIONS },
  { id: 'cause', label: 'Cause', options: CAUSE_OPTIONS },
  { id: 'model', label: 'Model' },
  { id: 'flag', label: 'Flag', options: FLAG_NAMES.map((value): Option => ({ value, label: flagLabel(value) })) },
  { id: 'project', label: 'Project' },
  { id: 'jobId', label: 'Job' },
  { id: 'time', label: 'Last evidence, from and to' },
] as const satisfies readonly { id: string; label: string; options?: readonly Option[] }[]

export type FilterFieldId = (typeof FILTER_FIELDS)[number]['id']

const SUGGESTED_MAX = 100

export function suggestionsFrom(rows: readonly RunSummary[], field: FilterFieldId): string[] {
  const values = rows.flatMap((run) => {
    if (field === 'model') return run.models
    if (field === 'project') return run.project === null ? [] : [run.project]
    if (field === 'jobId') return run.jobId === null ? [] : [run.jobId]
    return []
  })
  return [...new Set(values)]
    .filter((value) => value.length <= 300)
    .sort()
    .slice(0, SUGGESTED_MAX)
}
