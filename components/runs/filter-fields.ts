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

/** What the rows hold in a field that has no closed list. */
export function heldBy(rows: readonly RunSummary[], field: FilterFieldId): (string | null)[] {
  return rows.flatMap((run) => {
    if (field === 'model') return run.models
    return field === 'project' || field === 'jobId' ? [run[field]] : []
  })
}
