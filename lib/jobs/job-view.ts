import { z } from 'zod'
import type { Fleet } from '@/lib/http/wire'
import { StatusWire } from '@/lib/http/wire'
import { type AddressQuery, addressFields } from '@/lib/lists/address-fields'
import { paths } from '@/lib/paths'
import { CANDIDATE_SORTS, RESULT_OUTCOMES, RESULT_SORTS } from './result-schema'

export const JOB_TAB_IDS = [
  'summary',
  'runs',
  'phases',
  'candidates',
  'results',
  'agents',
  'events',
  'metrics',
  'limits',
  'sessions',
] as const
export type JobTabId = (typeof JOB_TAB_IDS)[number]

/** What the address of a job's page says: the part in sight and what narrows it. */
export const JobView = z.object({
  tab: z.enum(JOB_TAB_IDS).default('summary'),
  /** Of candidates and metrics: the picture, or the same as a table. */
  as: z.enum(['chart', 'table']).default('chart'),
  /** What candidates are drawn over. */
  over: z.enum(['rollouts', 'cost']).default('rollouts'),
  /** The order of candidates. */
  order: z.enum(CANDIDATE_SORTS).default('index'),
  runId: z.string().max(2_000).optional(),
  phaseType: z.string().max(2_000).optional(),
  status: StatusWire.optional(),
  flag: z.string().max(64).optional(),
  configuration: z.string().max(2_000).optional(),
  outcome: z.enum(RESULT_OUTCOMES).optional(),
  sort: z.enum(RESULT_SORTS).default('configuration'),
  type: z.string().max(2_000).optional(),
  level: z.string().max(2_000).optional(),
  newestFirst: z.stringbool().optional(),
  q: z.string().max(300).optional(),
  metric: z.string().max(5_000).optional(),
})
export type JobView = z.infer<typeof JobView>

const FIELDS = addressFields<JobView>(JobView)

/** A stale or hand-edited address falls back field by field. */
export const readJobView = (query: AddressQuery): JobView => FIELDS.read(query)

export function jobHref(id: string, view: Partial<JobView>, fleet: Fleet | undefined): string {
  return paths.job(id, fleet, FIELDS.write({ ...FIELDS.defaults, ...view }))
}

/** Fields of a form into the view; an empty one is removed, what the schema refuses is left out. */
export function withForm(view: JobView, fields: Iterable<readonly [name: string, value: unknown]>): JobView {
  const texts: Record<string, string> = FIELDS.write(view)
  for (const [name, value] of fields) {
    if (typeof value !== 'string') continue
    if (value === '') delete texts[name]
    else texts[name] = value
  }
  return FIELDS.read(texts)
}
