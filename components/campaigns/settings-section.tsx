import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { Facts, Section } from '@/components/ui/section'
import type { CampaignDetail } from '@/lib/campaigns/schema'
import { variedWords } from '@/lib/campaigns/words'
import { formatInteger } from '@/lib/time/format-quantity'

/** What was fixed when the campaign was made. */
export function SettingsSection({ campaign }: { campaign: CampaignDetail }) {
  const { settings, createdAt, createdBy, metric } = campaign
  const { values, batchSize, smallestEffect, note } = settings
  const set = Object.entries(values)
  return (
    <Section title="What was fixed" meta="when the campaign was made; it is in the manifest">
      <Facts
        facts={[
          { label: 'Varies', value: variedWords(campaign) },
          ...set.map(([name, value]) => ({
            label: 'To set',
            value: <HostileText text={`${name} = ${value}`} max={300} mono />,
          })),
          { label: 'Metric', value: metric },
          {
            label: 'Smallest effect',
            value: smallestEffect === null ? 'none declared' : `${smallestEffect.value} as a ${smallestEffect.scale}`,
          },
          { label: 'Runs of a batch', value: formatInteger(batchSize) },
          ...(note === '' ? [] : [{ label: 'Note', value: <HostileText text={note} max={600} /> }]),
          {
            label: 'Made',
            value: (
              <>
                <Moment at={createdAt} /> {createdBy === 'command' ? 'by a command' : 'on a page or by HTTP'}
              </>
            ),
          },
        ]}
      />
    </Section>
  )
}
