/** Sub-agents of Claude Code sessions, in each of the places where versions keep them; and sessions that go on from others. */
import { ClaudeSession, type ClaudeSessionPlan } from './claude-session'
import { NativeIds } from './native-ids'
import type { Json, TranscriptLine } from './transcript-file'
import type { WrittenCopy } from './written-usage'

export interface AgentTask {
  description: string
  prompt: string
  type: string
  /** Null: the parent's. */
  model?: string
  /** Does the work; the last answer is what the parent gets. */
  work: (agent: ClaudeSession) => void
  answer: string
  /** False: nobody kept the agent's own file, so that progress records are the only trace. */
  ownFile?: boolean
}

/**
 * The parent starts a sub-agent and waits for it.
 * @returns the agent's session; null when its records went into the parent's file or were not kept
 */
export function runAgent(parent: ClaudeSession, task: AgentTask): ClaudeSession | null {
  const [call] = parent.respond({
    text: `I hand this to a ${task.type} agent: ${task.description}.`,
    calls: [
      {
        tool: parent.era.recent ? 'Agent' : 'Task',
        input: { description: task.description, prompt: task.prompt, subagent_type: task.type },
        result: null,
      },
    ],
  })
  if (!call) return null
  const isInside = parent.era.agents === 'inside'
  const seed = `${parent.plan.seed} agent ${parent.lines.length}`
  const id = new NativeIds(`${seed} id`).hex(parent.era.recent ? 16 : 8)
  const agent = new ClaudeSession(
    { ...parent.plan, seed, model: task.model ?? parent.plan.model, startedAt: parent.clock },
    { id, sessionId: parent.sessionId, into: isInside ? parent.lines : null },
  )
  agent.prompt(task.prompt)
  task.work(agent)
  agent.respond({ text: task.answer })
  if (!isInside && parent.era.embedded) parent.lines.push(...embedded(parent, agent, call.id, task.prompt))
  parent.clock = agent.clock
  parent.answer(call, { text: task.answer, told: told(agent, task) })
  return isInside || task.ownFile === false ? null : agent
}

function told(agent: ClaudeSession, task: AgentTask): Json {
  return {
    status: 'completed',
    prompt: task.prompt,
    ...(agent.era.agents !== 'inside' && { agentId: agent.agent?.id }),
    content: [{ type: 'text', text: task.answer }],
    totalDurationMs: agent.clock - agent.plan.startedAt,
    // What the program writes here is the size of the last response's context, not what the agent spent.
    totalTokens: agent.context.tokens,
    totalToolUseCount: agent.calls,
  }
}

/** The agent's messages as the parent's progress records: their counts are those of the opened stream. */
function embedded(parent: ClaudeSession, agent: ClaudeSession, callId: string, prompt: string): TranscriptLine[] {
  const ids = new NativeIds(`${agent.plan.seed} progress`)
  return agent.lines.map((line) => {
    const { type, message, requestId, uuid, timestamp } = line.records[0] ?? {}
    const opened = type === 'assistant' ? opening(message as Json) : message
    const record = {
      parentUuid: null,
      isSidechain: false,
      userType: 'external',
      cwd: parent.plan.cwd,
      sessionId: parent.sessionId,
      version: parent.plan.version,
      gitBranch: parent.plan.branch,
      type: 'progress',
      data: {
        message: { type, timestamp, message: opened, ...(requestId !== undefined && { requestId }), uuid },
        normalizedMessages: [],
        type: 'agent_progress',
        prompt,
        agentId: agent.agent?.id,
      },
      toolUseID: `agent_${ids.message()}`,
      parentToolUseID: callId,
      uuid: ids.uuid(),
      timestamp,
    }
    return { at: line.at, records: [record], copies: line.copies.map(openingCopy) }
  })
}

const OPENED = 3

function opening(message: Json): Json {
  const usage = message['usage'] as Json
  return { ...message, stop_reason: null, usage: { ...usage, output_tokens: OPENED } }
}

const openingCopy = (copy: WrittenCopy): WrittenCopy => ({ ...copy, counts: { ...copy.counts, output: OPENED } })

/**
 * A session that begins with the records of another up to its line `upTo`: ids stay, only the session's changes. Both
 * can go on. A resume of older versions is the same, with nothing added to the first.
 */
export function forkOf(
  origin: ClaudeSession,
  of: Pick<ClaudeSessionPlan, 'seed' | 'startedAt'> & { upTo?: number },
): ClaudeSession {
  const fork = new ClaudeSession({ ...origin.plan, seed: of.seed, startedAt: of.startedAt })
  fork.inherit(
    origin.lines.slice(0, of.upTo).map((line) => ({
      ...line,
      // Nothing of the new file is there before the fork is made, whatever its times say.
      at: Math.max(line.at, of.startedAt),
      records: line.records.map((record) =>
        'sessionId' in record ? { ...record, sessionId: fork.sessionId } : record,
      ),
    })),
  )
  return fork
}
