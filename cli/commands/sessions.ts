import { type Command, Option } from 'commander'
import { ListSessionsInput, ListSessionTasksInput, type SessionSummary, type SessionTask } from '@/lib/sessions/schema'
import { sessionTitle } from '@/lib/sessions/session-words'
import { cost, count, moment, plural, tokens } from '../amounts'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const atLeast = (lowerBound: boolean, text: string) => (lowerBound ? `≥ ${text}` : text)
const failed = (failures: number, calls: number) => `${count(failures)}/${count(calls)}`

const COLUMNS: readonly Column<SessionSummary>[] = [
  { title: 'STATUS', value: (session) => session.statusDerived },
  { title: 'SYSTEM', value: ({ system, systemVersion }) => `${system} ${systemVersion ?? ''}`, max: 24 },
  { title: 'MODEL', value: (session) => session.model ?? 'not recorded', max: 28 },
  {
    title: 'TOKENS',
    value: ({ usage }) => atLeast(usage.lowerBound.length > 0, tokens(usage.total)),
    align: 'right',
  },
  { title: 'COST', value: (session) => cost(session.costMicroUsd, session.costIsLowerBound), align: 'right' },
  { title: 'FAILED', value: ({ toolFailures, toolCalls }) => failed(toolFailures, toolCalls), align: 'right' },
  { title: 'LAST EVIDENCE', value: (session) => moment(session.lastEvidenceAt) },
  { title: 'SESSION', value: (session) => session.id, max: 120 },
  { title: 'NAME', value: (session) => (sessionTitle(session).isId ? '' : sessionTitle(session).text) },
]

const TASK_COLUMNS: readonly Column<SessionTask>[] = [
  { title: 'TASK', value: (task) => task.taskId ?? 'no task named', max: 80 },
  { title: 'SESSIONS', value: (task) => count(task.sessions), align: 'right' },
  { title: 'TOKENS', value: (task) => atLeast(task.tokensAreLowerBound, tokens(task.tokens)), align: 'right' },
  {
    title: 'PER SESSION',
    value: ({ tokensPerSession, tokensAreLowerBound }) => atLeast(tokensAreLowerBound, tokens(tokensPerSession)),
    align: 'right',
  },
  { title: 'TURNS', value: (task) => count(task.turns), align: 'right' },
  { title: 'COST', value: (task) => cost(task.costMicroUsd, task.costIsLowerBound), align: 'right' },
  { title: 'FAILED', value: ({ toolFailures, toolCalls }) => failed(toolFailures, toolCalls), align: 'right' },
  { title: 'LAST EVIDENCE', value: (task) => moment(task.lastEvidenceAt) },
]

interface SessionsFlags extends CommonFlags {
  by?: 'task'
}

interface Page {
  items: readonly unknown[]
  nextCursor: string | null
  total: number | null
}

function printPage(page: Page, table: string, one: string): void {
  if (page.items.length === 0) {
    print(`No ${one}s.`)
    return
  }
  print(table)
  const of = page.total === null ? 'many' : plural(page.total, one)
  print(`\n${page.items.length} of ${of}${page.nextCursor ? ` · more: --cursor ${page.nextCursor}` : ''}`)
}

/** `pitwall sessions`: what agents said and did, one line a session or a task. */
export function sessionsCommand(): Command {
  return defineCommand('sessions', 'sessions of agents and what they spent')
    .addOption(new Option('--by <what>', 'one line for each task').choices(['task']))
    .option('--system <system>', 'the system that wrote it')
    .option('--status <status>', 'what the evidence says')
    .option('--model <model>', 'one of the models it used')
    .option('--task-id <task>', 'the task it worked on')
    .option('--run-id <run>', 'the run it belongs to')
    .option('--project <folder>', 'the folder it worked in')
    .option('--nested <true|false>', 'sub-agents, or all others')
    .option('--q <text>', 'a part of its id, name, agent, task or folder')
    .option('--from <time>', 'evidence at or after this time')
    .option('--to <time>', 'evidence before this time')
    .option('--sort <order>', 'lastEvidence, started, tokens, cost or failures')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(async ({ db: _db, envFile: _envFile, fleet, json, by, ...filters }: SessionsFlags) => {
      if (by === 'task') {
        const input = inputOf(ListSessionTasksInput, filters)
        const { listSessionTasks } = await import('@/lib/sessions/server/list-session-tasks')
        const page = await withFleet(fleet, (ctx) => listSessionTasks(ctx, input))
        return json ? printJson(page) : printPage(page, formatTable(TASK_COLUMNS, page.items), 'task')
      }
      const input = inputOf(ListSessionsInput, filters)
      const { listSessions } = await import('@/lib/sessions/server/list-sessions')
      const page = await withFleet(fleet, (ctx) => listSessions(ctx, input))
      return json ? printJson(page) : printPage(page, formatTable(COLUMNS, page.items), 'session')
    })
}
