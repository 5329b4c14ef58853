'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Facts, Section } from '@/components/ui/section'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { pricesQuery } from '@/lib/prices/queries'
import type { PricesReply } from '@/lib/prices/schema'
import { ComparisonSection } from './comparison-section'
import { UnpricedSection } from './unpriced-section'

/** Which prices are in force, what has none, and what other tables would give. */
export function PricesScreen({ fleet }: { fleet: Fleet }) {
  const { data, error, refetch } = useQuery(pricesQuery(fleet))
  return (
    <Page
      title="Prices"
      tabTitle="Prices"
      crumbs={[{ label: 'Tokens', href: paths.tokens(fleet) }]}
      actions={
        <Link href={paths.budgets(fleet)} className={buttonClass({ size: 'sm' })}>
          Budgets
        </Link>
      }
    >
      {data ? (
        <>
          <InForce prices={data} />
          <UnpricedSection prices={data} />
          <ComparisonSection fleet={fleet} />
        </>
      ) : error ? (
        <QueryError what="the prices" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="pt-4">
          <SkeletonTable label="Prices" columns={[{ header: 'Model' }, { header: 'Tokens', numeric: true }]} />
        </div>
      )}
    </Page>
  )
}

function InForce({ prices: { active, tables } }: { prices: PricesReply }) {
  const others = tables.filter((table) => !table.active)
  return (
    <Section title="In force" meta="kept here, never fetched; each cost names the version it was computed from">
      <Facts
        facts={[
          { label: 'Version', value: <HostileText text={active.version} mono /> },
          { label: 'Source', value: <HostileText text={active.source} max={300} /> },
          {
            label: 'Own prices over it',
            value: active.ownPrices > 0 ? <Num value={active.ownPrices} /> : <span className="text-3">none</span>,
          },
          {
            label: 'Since',
            value:
              active.importedAt === null ? (
                <span className="text-3">part of this version of Pitwall</span>
              ) : (
                <RelativeTime at={active.importedAt} reason="no time recorded" />
              ),
          },
          ...others.map(({ version, importedAt }) => ({
            label: 'Also kept',
            value: (
              <>
                <HostileText text={version} mono /> <RelativeTime at={importedAt} reason="no time recorded" />
              </>
            ),
          })),
        ].map((fact, index) => ({ ...fact, label: index > 4 ? `Also kept ${index - 3}` : fact.label }))}
      />
      <p className="mt-3 flex flex-wrap items-center gap-2 text-12 text-3">
        Your own prices: <Command>npx pitwall import PATH --price-overrides FILE</Command>
      </p>
    </Section>
  )
}
