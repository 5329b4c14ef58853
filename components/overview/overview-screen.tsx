'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { AttentionList } from '@/components/overview/attention-list'
import { NewestImports } from '@/components/overview/newest-imports'
import { OverviewCharts } from '@/components/overview/overview-charts'
import { OverviewNumbers } from '@/components/overview/overview-numbers'
import { OverviewSkeleton } from '@/components/overview/overview-skeleton'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import type { Fleet } from '@/lib/http/wire'
import { overviewQuery } from '@/lib/overview/queries'
import type { Overview } from '@/lib/overview/schema'
import { paths } from '@/lib/paths'

interface OverviewScreenProps {
  fleet: Fleet
  reading?: ReactNode
  offer?: ReactNode
  /** The failure patterns that need triage. */
  patterns?: ReactNode
}

/**
 * The first page: what needs someone, what was spent, what was imported. `reading` shows long imports while they go on;
 * `offer` names sources found on the machine and comes first as long as there is nothing of the operator's own.
 */
export function OverviewScreen({ fleet, reading, offer, patterns }: OverviewScreenProps) {
  const { data, error, refetch } = useQuery(overviewQuery(fleet))
  return (
    <Page title="Overview" tabTitle="Overview" tabCount={data?.attentionTotal ?? 0}>
      {data ? (
        <OverviewParts overview={data} fleet={fleet} reading={reading} offer={offer} patterns={patterns} />
      ) : error ? (
        <QueryError what="the overview" error={error} onRetry={() => void refetch()} />
      ) : (
        <OverviewSkeleton />
      )}
    </Page>
  )
}

interface OverviewPartsProps extends OverviewScreenProps {
  overview: Overview
}

function OverviewParts({ overview, fleet, reading, offer, patterns }: OverviewPartsProps) {
  const isEmpty = overview.runs.total === 0 && overview.attentionTotal === 0
  const offerFirst = isEmpty || fleet === 'sample'
  return (
    <>
      <div className="border-line border-b pb-3 empty:hidden">
        {reading}
        {offerFirst ? offer : null}
      </div>
      <OverviewNumbers overview={overview} fleet={fleet} />
      {isEmpty ? (
        <NothingYet fleet={fleet} />
      ) : (
        <>
          <AttentionList overview={overview} fleet={fleet} />
          {patterns}
          <OverviewCharts overview={overview} />
        </>
      )}
      {offerFirst ? null : offer}
      {isEmpty && overview.imports.length === 0 ? null : <NewestImports imports={overview.imports} fleet={fleet} />}
    </>
  )
}

function NothingYet({ fleet }: { fleet: Fleet }) {
  return (
    <EmptyState
      kind="nothing-yet"
      title="No runs yet"
      actions={
        <Link href={paths.sources(fleet)} className={buttonClass({ size: 'sm' })}>
          Sources
        </Link>
      }
    >
      <p>
        Import what agents or their orchestrator left behind: transcripts, a database, or a folder of either. Runs that
        need someone, spend and imports then stand here.
      </p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}
