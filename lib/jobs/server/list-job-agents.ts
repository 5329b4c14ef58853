import 'server-only'
import type { Context } from '@/lib/context'
import type { AgentPage } from '@/lib/jobs/result-schema'
import type { JobPartInput } from '@/lib/jobs/schema'
import { agentPerformance } from './agent-performance'
import { requireJob } from './require-job'

/** How each agent, model or other configuration did on one job, the best first.
 * @throws not_found */
export async function listJobAgents({ db }: Context, input: JobPartInput): Promise<AgentPage> {
  await requireJob(db, input.id)
  return agentPerformance(db, { jobId: input.id }, input)
}
