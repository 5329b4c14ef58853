'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { ListFooter } from '@/components/lists/list-footer'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonTable } from '@/components/ui/skeleton'
import { CAMPAIGN_LIST, runsHref } from '@/lib/campaigns/addresses'
import { campaignListQuery } from '@/lib/campaigns/queries'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { CAMPAIGN_HEADS, CampaignTable } from './campaign-table'

const PAGE_SIZES = [50, 200]

/** Replay campaigns, the newest first. */
export function CampaignsScreen({ fleet }: { fleet: Fleet }) {
  const view = CAMPAIGN_LIST.parse(Object.fromEntries(useSearchParams()))
  const { data, error, refetch } = useQuery(campaignListQuery(view.filters, fleet))
  return (
    <Page
      title="Replay campaigns"
      tabTitle="Replay campaigns"
      crumbs={[{ label: 'Experiments', href: paths.experiments(fleet) }]}
      actions={
        <span className="max-md:hidden">
          <FailedRuns fleet={fleet} />
        </span>
      }
    >
      <h2 className="sr-only">List</h2>
      {data ? (
        data.items.length === 0 ? (
          <NoCampaign fleet={fleet} />
        ) : (
          <>
            <div className="flex justify-end py-2 md:hidden">
              <FailedRuns fleet={fleet} />
            </div>
            <CampaignTable campaigns={data.items} fleet={fleet} />
            <ListFooter address={CAMPAIGN_LIST} view={view} fleet={fleet} page={data} sizes={PAGE_SIZES} keys={[]} />
          </>
        )
      ) : error ? (
        <QueryError what="the campaigns" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Campaigns" columns={CAMPAIGN_HEADS} edge />
      )}
    </Page>
  )
}

/** Campaigns begin where the runs are. */
const FailedRuns = ({ fleet }: { fleet: Fleet }) => (
  <Link href={runsHref({ status: 'failed' }, fleet)} className={buttonClass({ size: 'sm' })}>
    Choose runs
  </Link>
)

function NoCampaign({ fleet }: { fleet: Fleet }) {
  return (
    <EmptyState kind="nothing-yet" title="No campaign yet" actions={<FailedRuns fleet={fleet} />}>
      <p>
        A campaign tries failed runs again: it freezes those that a filter finds, writes a manifest for the
        orchestrator, pairs the replays that arrive with their originals, and compares a pair once both runs are over.
        It begins in the list of runs, filtered to failed ones.
      </p>
      <Command>npx pitwall campaigns plan --status failed</Command>
    </EmptyState>
  )
}
