'use client'

import { useQuery } from '@tanstack/react-query'
import { BrowserSettings } from '@/components/settings/browser-settings'
import { PricesSection } from '@/components/settings/prices-section'
import { SourcesSection } from '@/components/settings/sources-section'
import { SwitchesSection } from '@/components/settings/switches-section'
import { ValuesSection } from '@/components/settings/values-section'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { settingsQuery } from '@/lib/settings/queries'

export function SettingsScreen({ fleet }: { fleet: Fleet }) {
  const { data, error, refetch } = useQuery(settingsQuery(fleet))
  return (
    <Page title="Settings" tabTitle="Settings">
      <BrowserSettings />
      {data ? (
        <>
          <SourcesSection sources={data.sources} fleet={fleet} />
          <PricesSection prices={data.prices} />
          <SwitchesSection switches={data.killSwitches} />
          <ValuesSection values={data.values} />
        </>
      ) : error ? (
        <QueryError what="the settings" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="pt-4">
          <SkeletonTable label="Settings" columns={[{ header: 'Setting' }, { header: 'Value' }, { header: 'From' }]} />
        </div>
      )}
    </Page>
  )
}
