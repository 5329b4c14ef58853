import { ListOverridesInput, OverridePage, OverrideWire, WithdrawOverrideInput } from '@/lib/pairs/override-schema'
import { CheckPairInput, PairCheckReply } from '@/lib/pairs/schema'
import { contract } from './contract'

/** The doors to pairs of runs by name. */
export const PAIR_ROUTES = {
  checkPair: contract({
    method: 'POST',
    path: '/ab/check',
    summary:
      'Whether two runs may be compared: what was held equal, what varies, what is not known; an override is recorded',
    input: CheckPairInput,
    output: PairCheckReply,
    dependsOn: 'moment',
  }),
  listOverrides: contract({
    method: 'GET',
    path: '/ab/overrides',
    summary: 'Refusals that somebody set aside: who, when, why, and which checks; newest first',
    input: ListOverridesInput,
    output: OverridePage,
    csv: { list: 'items', file: 'overrides' },
    dependsOn: 'rows',
  }),
  withdrawOverride: contract({
    method: 'POST',
    path: '/ab/overrides/{id}/withdrawal',
    summary: 'Take an override back: what it set aside refuses again, and the row stays',
    input: WithdrawOverrideInput,
    output: OverrideWire,
    dependsOn: 'moment',
    status: 201,
  }),
} as const
