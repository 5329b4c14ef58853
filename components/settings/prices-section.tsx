'use client'

import { Command } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Facts, Section } from '@/components/ui/section'
import type { SettingsReply } from '@/lib/settings/schema'

export function PricesSection({ prices }: { prices: SettingsReply['prices'] }) {
  const { version, source, models, importedAt } = prices
  return (
    <Section title="Prices" meta="kept here, never fetched">
      <Facts
        facts={[
          { label: 'Version', value: <HostileText text={version} mono /> },
          { label: 'Source', value: <HostileText text={source} /> },
          { label: 'Models', value: <Num value={models} /> },
          { label: 'Imported', value: <RelativeTime at={importedAt} reason="part of this version of Pitwall" /> },
        ]}
      />
      <p className="mt-3 flex flex-wrap items-center gap-2 text-12 text-3">
        A newer list, in LiteLLM’s format: <Command>npx pitwall import PATH --prices FILE</Command>
      </p>
    </Section>
  )
}
