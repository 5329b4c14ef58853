import 'server-only'
import type { Context } from '@/lib/context'
import type { AgentPage, ListAgentsInput } from '@/lib/jobs/result-schema'
import { agentPerformance } from './agent-performance'

/** How agents, models and other configurations did over all results, the best first. */
export async function listAgents({ db }: Context, input: ListAgentsInput): Promise<AgentPage> {
  const { system, from, to } = input
  return agentPerformance(db, { system, from, to }, input)
}
