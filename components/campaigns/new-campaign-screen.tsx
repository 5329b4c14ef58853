'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { SkeletonTable } from '@/components/ui/skeleton'
import { runFilterOf, runsHref } from '@/lib/campaigns/addresses'
import { campaignPlanQuery } from '@/lib/campaigns/queries'
import type { CampaignPlan } from '@/lib/campaigns/schema'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { RUN_LIST } from '@/lib/runs/filters'
import { CampaignForm } from './campaign-form'
import { FilterLine } from './filter-line'
import { PlanNumbers } from './plan-numbers'
import { LeftOutSection, PlanSection } from './plan-table'

const HEADS = [{ header: 'Run' }, { header: 'Status' }, { header: 'Tokens', numeric: true }] as const

/** The plan first, then what is to vary: nothing is kept before it is made. */
export function NewCampaignScreen({ fleet }: { fleet: Fleet }) {
  const { filters } = RUN_LIST.parse(Object.fromEntries(useSearchParams()))
  const { data, error, refetch } = useQuery(campaignPlanQuery(runFilterOf(filters), fleet))
  return (
    <Page
      title="New campaign"
      tabTitle="New campaign"
      crumbs={[{ label: 'Replay campaigns', href: paths.campaigns(fleet) }]}
    >
      {data ? (
        <Plan plan={data} fleet={fleet} />
      ) : error ? (
        <QueryError what="the plan" error={error} onRetry={() => void refetch()} />
      ) : (
        <SkeletonTable label="Plan" columns={HEADS} edge />
      )}
    </Page>
  )
}

function Plan({ plan, fleet }: { plan: CampaignPlan; fleet: Fleet }) {
  return (
    <>
      <FilterLine filter={plan.filter} fleet={fleet}>
        <Link href={runsHref(plan.filter, fleet)} className={buttonClass({ size: 'sm' })}>
          Change the filter
        </Link>
      </FilterLine>
      <PlanNumbers plan={plan} />
      <CampaignForm plan={plan} fleet={fleet} />
      <PlanSection plan={plan} fleet={fleet} />
      {plan.leftOut > 0 ? <LeftOutSection plan={plan} fleet={fleet} /> : null}
    </>
  )
}
