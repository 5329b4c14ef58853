import { type Fields, firstLine, isObject, textOf } from './fields'

interface Call {
  tool: string
  /** Of one that starts a sub-agent: its type, what for, and how its task begins. */
  agent?: string | null
  task?: string | null
  prompt?: string | null
}

/** Tools that start a sub-agent. */
const AGENT_TOOLS = new Set(['Task', 'Agent'])
const CALLS_MAX = 100
const PROMPT_MAX = 200
const TASK_MAX = 120

/** The newest calls, so that a result can name its tool and a sub-agent its task; what is older is forgotten. */
export class RecentCalls {
  private readonly calls = new Map<string, Call>()

  constructor(state: unknown) {
    for (const item of Array.isArray(state) ? state : []) {
      if (Array.isArray(item) && typeof item[0] === 'string' && isObject(item[1]))
        this.calls.set(item[0], { ...item[1] } as unknown as Call)
    }
  }

  called(callKey: string, tool: string, input: Fields | null): void {
    const agent = AGENT_TOOLS.has(tool)
      ? {
          agent: textOf(input?.['subagent_type'])?.slice(0, TASK_MAX).toWellFormed() ?? null,
          task: firstLine(textOf(input?.['description']), TASK_MAX),
          prompt: textOf(input?.['prompt'])?.slice(0, PROMPT_MAX).toWellFormed() ?? null,
        }
      : null
    this.calls.delete(callKey)
    this.calls.set(callKey, { tool, ...agent })
    if (this.calls.size <= CALLS_MAX) return
    const [eldest] = this.calls.keys()
    if (eldest !== undefined) this.calls.delete(eldest)
  }

  get(callKey: string): Call | null {
    return this.calls.get(callKey) ?? null
  }

  /** The open call that gave a sub-agent this task. */
  withPrompt(prompt: string): [callKey: string, call: Call] | null {
    const head = prompt.slice(0, PROMPT_MAX).toWellFormed()
    for (const [callKey, call] of this.calls) if (call.prompt === head) return [callKey, call]
    return null
  }

  state(): [string, Call][] {
    return [...this.calls].map(([callKey, call]) => [callKey, { ...call }])
  }
}
