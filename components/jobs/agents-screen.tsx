'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { Section } from '@/components/ui/anchored-section'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import type { Fleet } from '@/lib/http/wire'
import { agentsQuery, jobFacetsQuery } from '@/lib/jobs/queries'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { AgentTable } from './agent-table'
import { JobTabs } from './job-tabs'
import { PartRows } from './part-rows'

/** How agents, models and other configurations did over all benchmarks that name them. */
export function AgentsScreen({ fleet }: { fleet: Fleet }) {
  const system = useSearchParams().get('system') || undefined
  const part = useInfiniteQuery(agentsQuery({ system }, fleet))
  const first = part.data?.pages[0]
  return (
    <Page title="Jobs by agent" tabTitle="Jobs by agent" crumbs={[{ label: 'Jobs', href: paths.jobs(fleet) }]}>
      <JobTabs fleet={fleet} current="agents" />
      <Section
        id="agents"
        title="Agents"
        count={formatInteger(first?.total ?? 0)}
        about="over all results that name one; the best success rate first, then the best mean score"
        actions={<SystemChoice system={system} fleet={fleet} />}
      >
        {first && first.items.length === 0 ? (
          <NoAgents system={system} />
        ) : (
          <PartRows part={part} what="the agents">
            {(agents) => <AgentTable agents={agents} fleet={fleet} overAll />}
          </PartRows>
        )}
      </Section>
    </Page>
  )
}

/** Which system's agents; the choice stands in the address. */
function SystemChoice({ system = '', fleet }: { system: string | undefined; fleet: Fleet }) {
  const router = useRouter()
  const { data: facets } = useQuery(jobFacetsQuery(fleet))
  const systems = [...new Set([...(facets?.systems.map(({ value }) => value) ?? []), ...(system ? [system] : [])])]
  if (systems.length < 2) return null
  return (
    <label className="inline-flex items-center gap-1.5 text-12 text-2">
      System
      <select
        value={system}
        onChange={(event) =>
          router.replace(paths.jobAgents(fleet, { system: event.target.value || null }), { scroll: false })
        }
        className="h-8 rounded-md border border-line-strong bg-surface px-1.5 text-13 text-1 md:h-7"
      >
        <option value="">any</option>
        {systems.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  )
}

function NoAgents({ system }: { system: string | undefined }) {
  if (system !== undefined) {
    return (
      <EmptyState kind="nothing-matches" title="No agent of this system">
        <p>No result of it names one. Choose another system, or any.</p>
      </EmptyState>
    )
  }
  return (
    <EmptyState kind="nothing-yet" title="No results yet">
      <p>An agent, a model or another configuration appears with the results that name it:</p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}
