import { addressFields } from '@/lib/lists/address-fields'
import { PlanCampaignInput, type RunFilter } from './schema'

const FIELDS = addressFields<RunFilter>(PlanCampaignInput)

/** A filter as texts, as they stand in the address of the list of runs; read back they are the same filter. */
export const filterText = (filter: RunFilter): Record<string, string> => FIELDS.write(filter)

/** The filter in an address or in what was kept; what it cannot mean is left out. */
export const readFilter = FIELDS.read
