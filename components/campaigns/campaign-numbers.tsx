import { NumberStrip, type StripNumber } from '@/components/ui/number-strip'
import type { PairFilters } from '@/lib/campaigns/addresses'
import type { PairState } from '@/lib/campaigns/pair-replays'
import type { CampaignDetail } from '@/lib/campaigns/schema'
import type { Fleet } from '@/lib/http/wire'
import type { ListAddress } from '@/lib/lists/list-address'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

interface CampaignNumbersProps {
  campaign: CampaignDetail
  address: ListAddress<PairFilters>
  fleet: Fleet
}

/** How far the replays have come; each number leads to its pairs. */
export function CampaignNumbers({ campaign, address, fleet }: CampaignNumbersProps) {
  const { counts, runs, tokens, experimentId } = campaign
  const hrefOf = (state: PairState | undefined) =>
    address.href({ filters: address.change(address.parse({}).filters, { state }) }, fleet)
  const numbers: StripNumber[] = [
    { label: 'Chosen', value: formatInteger(runs), detail: 'failed runs', href: hrefOf(undefined) },
    { label: 'Waiting', value: formatInteger(counts.waiting), detail: 'for the replay', href: hrefOf('waiting') },
    { label: 'Open', value: formatInteger(counts.running), detail: 'replay not over', href: hrefOf('running') },
    { label: 'Both over', value: formatInteger(counts.final), detail: 'compared below', href: hrefOf('final') },
    ...(counts.other === 0
      ? []
      : [{ label: 'Other', value: formatInteger(counts.other), detail: 'no end recorded, or original open again' }]),
    {
      label: 'Originals spent',
      ...(tokens.sum === null ? { value: 'not recorded', unknown: true } : { value: formatInteger(tokens.sum) }),
      detail:
        tokens.known < tokens.of ? `tokens of ${formatInteger(tokens.known)} of ${formatInteger(tokens.of)}` : 'tokens',
    },
    experimentId === null
      ? { label: 'Experiment', value: 'not yet', unknown: true, detail: 'with the first pair that is over' }
      : {
          label: 'Experiment',
          value: 'Open',
          detail: 'effect and verdict',
          href: paths.experiment(experimentId, fleet),
        },
  ]
  return <NumberStrip label="How far it has come" numbers={numbers} />
}
