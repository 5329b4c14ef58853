import { HostileText } from '@/components/ui/hostile-text'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import type { CampaignDetail } from '@/lib/campaigns/schema'

/** "too_few" is "Too few". */
const wordOf = (name: string) => `${name[0]?.toUpperCase() ?? ''}${name.slice(1).replaceAll('_', ' ')}`

/** What has to be known before anything below is believed. */
export function CampaignWarnings({ warnings }: Pick<CampaignDetail, 'warnings'>) {
  return warnings.map(({ name, detail }) => (
    <p
      key={name}
      className="bleed page-x flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line border-b bg-warn-tint py-2 text-13 text-2"
    >
      <b className="inline-flex items-center gap-1.5 text-12 text-warn">
        <ToneShape tone="warn" />
        {plainText(wordOf(name), 60)}
      </b>
      <span className="min-w-0 max-w-note">
        <HostileText text={detail} max={600} />
      </span>
    </p>
  ))
}
