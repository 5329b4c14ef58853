'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import { jobAgentsQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { AgentTable } from './agent-table'
import { PartRows } from './part-rows'
import type { JobPlace } from './use-job-place'

/** How each agent did on this job. */
export function AgentsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const part = useInfiniteQuery(jobAgentsQuery(job.id, place.fleet))
  return (
    <Section id="agents" title="Agents" about="the best success rate first, then the best mean score">
      <PartRows part={part} what="the agents">
        {(agents) => <AgentTable agents={agents} fleet={place.fleet} />}
      </PartRows>
    </Section>
  )
}
