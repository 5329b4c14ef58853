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
} as const
