'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useMemo } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { RelativeTime } from '@/components/ui/relative-time'
import { SkeletonTable } from '@/components/ui/skeleton'
import { Tag } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { pairList } from '@/lib/campaigns/addresses'
import { campaignQuery } from '@/lib/campaigns/queries'
import type { CampaignDetail } from '@/lib/campaigns/schema'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { CampaignNumbers } from './campaign-numbers'
import { CampaignWarnings } from './campaign-warnings'
import { FilterLine } from './filter-line'
import { PAIR_HEADS, PairsSection } from './pairs-section'
import { SettingsSection } from './settings-section'

/** One campaign: how far it has come, its pairs, and how it was chosen. */
export function CampaignScreen({ id, fleet }: { id: string; fleet: Fleet }) {
  const params = useSearchParams()
  const address = useMemo(() => pairList(id), [id])
  const view = address.parse(Object.fromEntries(params))
  const { data, error, refetch, isPlaceholderData } = useQuery(campaignQuery(id, view.filters, fleet))
  const name = data?.name ?? id
  return (
    <Page
      tabTitle={middleTruncate(plainText(name), 40)}
      crumbs={[{ label: 'Replay campaigns', href: paths.campaigns(fleet) }]}
      title={
        <bdi className="block max-w-[48ch] truncate" title={plainText(name)}>
          {plainText(name, 160)}
        </bdi>
      }
      meta={data ? <Meta campaign={data} /> : null}
      actions={data ? <Manifest id={id} fleet={fleet} className="max-md:hidden" /> : null}
    >
      {data ? (
        <div className={isPlaceholderData ? 'opacity-60' : ''}>
          <CampaignWarnings warnings={data.warnings} />
          <div className="flex justify-end pt-2 md:hidden">
            <Manifest id={id} fleet={fleet} />
          </div>
          <CampaignNumbers campaign={data} address={address} fleet={fleet} />
          <PairsSection campaign={data} address={address} view={view} fleet={fleet} />
          <FilterLine filter={data.filter} fleet={fleet} />
          <SettingsSection campaign={data} />
        </div>
      ) : error ? (
        <QueryError what="this campaign" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Pairs" columns={PAIR_HEADS} edge />
      )}
    </Page>
  )
}

function Meta({ campaign: { id, calibration, createdAt } }: { campaign: CampaignDetail }) {
  return (
    <>
      <CopyButton text={id} label="Copy the id" />
      {calibration ? <Tag title="nothing varies on purpose">A/A campaign</Tag> : null}
      <span className="truncate text-12 text-3">
        made <RelativeTime at={createdAt} reason="not recorded" />
      </span>
    </>
  )
}

function Manifest({ id, fleet, className = '' }: { id: string; fleet: Fleet; className?: string }) {
  return (
    <a
      href={paths.api.campaignManifest(id, fleet)}
      download={`${id}.json`}
      title="What the orchestrator is to run, as JSON"
      className={`${buttonClass({ size: 'sm' })} ${className}`}
    >
      Manifest
    </a>
  )
}
