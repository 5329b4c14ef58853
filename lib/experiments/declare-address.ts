import type { Fleet } from '@/lib/http/wire'
import { type AddressQuery, firstText } from '@/lib/lists/address-fields'
import { paths } from '@/lib/paths'
import { type AskedArms, askedOf, readExperimentView } from './view'

/** What the form starts from: an experiment with the arms that were shown, two runs, or nothing. */
export interface DeclareAddress {
  from: string | null
  asked: AskedArms
  control: string | null
  treatment: string | null
}

const ID_MAX = 2_000

export function declareAddress(query: AddressQuery): DeclareAddress {
  const text = (name: string) => firstText(query[name])?.slice(0, ID_MAX) || null
  const asked = askedOf(readExperimentView(query))
  return { from: text('from'), asked, control: text('control'), treatment: text('treatment') }
}

/** Declares what an experiment of the records compares. */
export const declareFromHref = (id: string, asked: AskedArms, fleet: Fleet) =>
  paths.newExperiment(fleet, { from: id, ...asked })

/** Declares two runs as a pair. */
export const declareRunsHref = (control: string, treatment: string, fleet: Fleet) =>
  paths.newExperiment(fleet, { control, treatment })
