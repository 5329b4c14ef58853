'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { parseSourcesView } from '@/components/imports/address'
import { FoundSources } from '@/components/imports/found-sources'
import { GoingOn } from '@/components/imports/going-on'
import { ImportList } from '@/components/imports/import-list'
import { Receipt } from '@/components/imports/receipt'
import { SourcesNumbers } from '@/components/imports/sources-numbers'
import { SourcesTable } from '@/components/imports/sources-table'
import { StartImport } from '@/components/imports/start-import'
import { WatchedSection } from '@/components/imports/watched-section'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/section'
import { SkeletonTable } from '@/components/ui/skeleton'
import { healthQuery } from '@/lib/health/queries'
import type { Fleet } from '@/lib/http/wire'
import { importListQuery, sourcesQuery } from '@/lib/imports/queries'
import { whyNotStart } from '@/lib/imports/source-words'

const SOURCE_COLUMNS = ['State', 'System', 'Place', 'Version seen', 'Made', 'Last event', 'Drift and gaps', 'Rejected']

/** Where records come from, and a receipt for everything that was read. The address is the state. */
export function SourcesScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const view = parseSourcesView((name) => params.get(name))
  const sources = useQuery(sourcesQuery(fleet))
  const imports = useQuery(importListQuery(fleet, view.cursor))
  const newest = useQuery(importListQuery(fleet, null))
  const { data: health } = useQuery(healthQuery(fleet))
  const openId = view.importId ?? newest.data?.items[0]?.id ?? null
  const failing = (sources.data?.sources ?? []).filter(({ state }) => state === 'failing').length
  return (
    <Page title="Sources" tabTitle="Sources" tabCount={failing}>
      <SourcesNumbers reply={sources.data} health={health} />
      <GoingOn fleet={fleet} except={openId} />
      <FoundSources />
      {sources.data ? <WatchedSection reply={sources.data} health={health} /> : null}
      <Section title="Sources" meta="failing, drifting, then by newest event">
        {sources.data ? (
          <SourcesTable sources={sources.data.sources.filter(({ state }) => state === 'imported')} />
        ) : sources.error ? (
          <QueryError what="the sources" error={sources.error} onRetry={() => void sources.refetch()} />
        ) : (
          <SkeletonTable label="Sources" columns={SOURCE_COLUMNS.map((header) => ({ header }))} rows={3} edge />
        )}
      </Section>
      {sources.data ? (
        <StartImport
          allowedFolders={sources.data.allowedFolders}
          disabledReason={whyNotStart(sources.data, health?.killSwitches['http_import'])}
        />
      ) : null}
      {openId === null ? null : <Receipt id={openId} view={view} fleet={fleet} total={newest.data?.total ?? null} />}
      <div id="imports" className="section scroll-mt-14">
        <Section title="Imports" meta="newest first" {...(imports.data?.total ? { count: imports.data.total } : {})}>
          {imports.data ? (
            <ImportList page={imports.data} view={view} fleet={fleet} openId={openId} />
          ) : imports.error ? (
            <QueryError what="the imports" error={imports.error} onRetry={() => void imports.refetch()} />
          ) : (
            <SkeletonTable
              label="Imports"
              columns={[{ header: 'State' }, { header: 'What' }, { header: 'Read' }]}
              edge
            />
          )}
        </Section>
      </div>
    </Page>
  )
}
