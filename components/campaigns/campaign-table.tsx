import Link from 'next/link'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { CampaignSummary } from '@/lib/campaigns/schema'
import { variedWords } from '@/lib/campaigns/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

export const CAMPAIGN_HEADS = [
  { header: 'Campaign' },
  { header: 'Varies' },
  { header: 'Runs', numeric: true },
  { header: 'Waiting', numeric: true },
  { header: 'Open', numeric: true },
  { header: 'Both over', numeric: true },
  { header: 'Made', numeric: true },
] as const

/** How far the replays of each campaign have come. */
export function CampaignTable({ campaigns, fleet }: { campaigns: readonly CampaignSummary[]; fleet: Fleet }) {
  return (
    <Table label="Campaigns" edge className="max-md:block">
      <thead className="max-md:hidden">
        <tr>
          {CAMPAIGN_HEADS.map((head) => (
            <Th key={head.header} numeric={'numeric' in head}>
              {head.header}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        {campaigns.map((campaign) => (
          <Row key={campaign.id} campaign={campaign} fleet={fleet} />
        ))}
      </tbody>
    </Table>
  )
}

function Row({ campaign, fleet }: { campaign: CampaignSummary; fleet: Fleet }) {
  const { id, name, runs, counts, createdAt } = campaign
  const numbers = [
    ['Runs', runs],
    ['Waiting', counts.waiting],
    ['Open', counts.running],
    ['Both over', counts.final],
  ] as const
  return (
    <Tr data-campaign={id} className={LABELLED_ROW}>
      <Td className={`${LABELLED_CELL} max-md:col-span-2 md:w-[34%] md:max-w-0 md:truncate`}>
        <Link href={paths.campaign(id, fleet)} prefetch={false} title={plainText(name)} className="hover:underline">
          <bdi>{plainText(name, 160)}</bdi>
        </Link>
      </Td>
      <Td className={`${LABELLED_CELL} max-md:col-span-2 text-2`} data-label="Varies">
        {variedWords(campaign)}
      </Td>
      {numbers.map(([label, value]) => (
        <Td key={label} numeric className={LABELLED_CELL} data-label={label}>
          {formatInteger(value)}
        </Td>
      ))}
      <Td numeric className={`${LABELLED_CELL} text-2`} data-label="Made">
        <RelativeTime at={createdAt} reason="not recorded" />
      </Td>
    </Tr>
  )
}
