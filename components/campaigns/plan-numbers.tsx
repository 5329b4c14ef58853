import { NumberStrip } from '@/components/ui/number-strip'
import type { CampaignPlan } from '@/lib/campaigns/schema'
import { CAUSE_WORDS } from '@/lib/runs/status'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'

type Sum = CampaignPlan['tokens']

/** "of 12 of 40 runs" where some record nothing. */
const knownOf = ({ known, of }: Sum) =>
  known < of ? `recorded for ${formatInteger(known)} of ${formatInteger(of)} runs` : 'of the originals'

const NOT_RECORDED = { value: 'not recorded', unknown: true } as const

/** How many runs, why they failed, and what their replays may cost. */
export function PlanNumbers({ plan: { eligible, leftOut, tokens, costMicroUsd, causes } }: { plan: CampaignPlan }) {
  const words = causes.map(
    ({ cause, runs }) => `${cause === null ? 'no cause recorded' : CAUSE_WORDS[cause]} ${formatInteger(runs)}`,
  )
  return (
    <NumberStrip
      label="The plan"
      numbers={[
        { label: 'Can be replayed', value: formatInteger(eligible), detail: words.join(', ') || 'none of the runs' },
        { label: 'Left out', value: formatInteger(leftOut), detail: leftOut === 0 ? 'none' : 'for the reasons below' },
        {
          label: 'Tokens spent',
          ...(tokens.sum === null ? NOT_RECORDED : { value: formatInteger(tokens.sum) }),
          detail: `${knownOf(tokens)}; what the replays may cost`,
        },
        {
          label: 'Cost',
          ...(costMicroUsd.sum === null
            ? { value: 'no price', unknown: true }
            : { value: formatMoney(costMicroUsd.sum) }),
          detail: knownOf(costMicroUsd),
        },
      ]}
    />
  )
}
