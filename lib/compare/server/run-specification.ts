import 'server-only'
import { fieldsOf, type SpecField } from '@/lib/compare/specification'
import type { Job, Phase, Run } from '@/lib/db/generated/client'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { maskConfig } from '@/lib/jobs/mask-config'

/** What a source records about the run as it went, beside what it was told to do. */
const OUTCOME_FIELDS = /(?:_used|_count|_status|_eligible.*|_at|tokens.*)$/i

const field =
  (group: SpecField['group']) =>
  (name: string, value: string | number | bigint | null | undefined): SpecField => {
    const text = value === null || value === undefined ? null : String(value)
    return { group, name, value: text, shown: text }
  }
const asked = field('asked')
const plan = field('plan')

function recorded(group: SpecField['group'], text: string, keep: (name: string) => boolean = () => true): SpecField[] {
  const record = Object.fromEntries(Object.entries(recordOf(text)).filter(([name]) => keep(name)))
  return fieldsOf(group, record, maskConfig(record).value)
}

const plannedAs = ({ name, nativeId, phaseType }: Phase) => `${name ?? nativeId}${phaseType ? ` (${phaseType})` : ''}`

/**
 * What a run was told to do, as far as it is recorded: by its own row, its phases and the job it belongs to. Secrets are
 * compared and never shown.
 */
export function specificationOf(run: Run, job: Job | null, phases: readonly Phase[]): SpecField[] {
  const models = textsOf(run.models)
  return [
    asked('system', run.system),
    asked('project', run.project),
    asked('job', run.jobId),
    asked('job type', job?.type),
    asked('goal', run.goal ?? job?.goal),
    asked('model asked for', job?.modelRequested),
    asked('effort asked for', job?.effortRequested),
    asked('models used', models.length === 0 ? null : models.toSorted().join(', ')),
    asked('token cap', run.tokenCap),
    asked('time limit, minutes', run.maxDurationMinutes),
    plan('phases', phases.length === 0 ? null : phases.length),
    plan('order of phases', phases.length === 0 ? null : phases.map(plannedAs).join(' → ')),
    ...(job?.config ? recorded('configuration', job.config) : []),
    ...recorded('recorded', run.data, (name) => !OUTCOME_FIELDS.test(name)),
  ]
}
