import { z } from 'zod'
import type { Fleet } from '@/lib/http/wire'
import { type AddressQuery, addressFields } from '@/lib/lists/address-fields'
import { paths } from '@/lib/paths'
import { EXPERIMENT_METRICS } from './definition'

export const PAIR_PARTS = ['all', 'differ', 'better', 'worse', 'excluded'] as const
export type PairPart = (typeof PAIR_PARTS)[number]

/** What the address of an experiment says: other arms or another metric, and how its pairs are shown. */
const ExperimentView = z.object({
  control: z.string().max(2_000).optional(),
  treatment: z.string().max(2_000).optional(),
  metric: z.enum(EXPERIMENT_METRICS).optional(),
  as: z.enum(['picture', 'table']).default('picture'),
  show: z.enum(PAIR_PARTS).default('all'),
})
export type ExperimentView = z.infer<typeof ExperimentView>

const FIELDS = addressFields<ExperimentView>(ExperimentView)

/** A stale or hand-edited address falls back field by field. */
export const readExperimentView = (query: AddressQuery): ExperimentView => FIELDS.read(query)

export function experimentHref(id: string, view: Partial<ExperimentView>, fleet: Fleet | undefined): string {
  return paths.experiment(id, fleet, FIELDS.write({ ...FIELDS.defaults, ...view }))
}

/** What the server is asked: the view without what concerns the screen alone. */
export const askedOf = ({ control, treatment, metric }: ExperimentView) => ({ control, treatment, metric })
export type AskedArms = ReturnType<typeof askedOf>
