import { jsonFile, linesFile, type SampleDatabase, type SampleFile } from '@/lib/sample/sample-file'
import { promptMd5 } from '@/lib/sources/reev/benchmark-name'
import { benchmarkRow, stateRow } from '@/lib/sources/reev/reev-database-fixture'
import { sessionFile, sessionStep } from '@/lib/sources/reev/reev-fixture'
import { BENCHMARKS, type Execution, reevExecutions } from './reev-executions'

/** reev's files at `now`, in milliseconds: benchmarks, session files, and the trace of an execution without one. */
export function reevFiles(seed: string, now: number): SampleFile[] {
  return reevExecutions(seed, now)
    .flatMap((one) => [...sessionOf(one), ...traceOf(one)])
    .concat(Object.values(BENCHMARKS).map(definition))
}

/** reev's database at `now`: it names states, and no tokens. */
export function reevDatabase(seed: string, now: number): SampleDatabase {
  const executions = reevExecutions(seed, now)
  const benchmarks = Object.values(BENCHMARKS).map(({ name, prompt }) => ({
    ...benchmarkRow,
    ...{ id: promptMd5(name, prompt), benchmark_name: name, prompt, content: definition({ name, prompt }).text },
    created_at: executions[0]?.startS ?? 0,
  }))
  return { path: 'reev/db/reev_results.db', tables: { benchmarks, execution_states: executions.flatMap(rowOf) } }
}

/** An execution that is still queued was never touched again. */
function rowOf({ id, benchmark, agent, startS, seconds, state, result, message }: Execution) {
  if (state === null) return []
  const queued = state === 'Queued'
  const done = state === 'Completed' && result !== null
  return [
    stateRow({
      ...{ execution_id: id, benchmark_id: BENCHMARKS[benchmark].name, agent, status: `"${state}"` },
      ...{ created_at: startS - 2, updated_at: queued ? startS - 2 : startS + seconds + 3 },
      progress: queued ? 0 : 1,
      error_message: message ?? '',
      result_data: done ? JSON.stringify({ score: result.score, success: result.success }) : 'null',
    }),
  ]
}

function sessionOf({ id, benchmark, agent, startS, seconds, result }: Execution): SampleFile[] {
  if (result === null) return []
  const { name, prompt, tool } = BENCHMARKS[benchmark]
  const { success, score, error } = result
  const at = (after: number, event_type: string, data: object) => ({
    ...{ timestamp: startS + after, event_type, depth: 0, data },
  })
  const call = { tool_name: tool, start_time: startS + 9, params: { amount: 100_000_000 } }
  const events = [
    at(0, 'SessionStart', { agent }),
    at(2, 'LlmRequest', { model: agent }),
    at(9, 'ToolCall', call),
    at(14, 'ToolResult', { ...call, end_time: startS + 14, status: error ? 'error' : 'success', error, result: {} }),
    at(seconds - 4, 'TransactionExecution', { signature: `sample-${id.slice(0, 8)}` }),
    at(seconds, 'SessionEnd', {}),
  ]
  const about = { benchmark_id: name, agent_type: agent, start_time: startS, end_time: startS + seconds, events }
  const steps = [
    sessionStep(),
    ...(benchmark === 'swap' || error ? [sessionStep(error ? 'Failure' : 'Success', error)] : []),
  ]
  const verdict = { success, score, status: success ? 'Succeeded' : 'Failed', execution_time_ms: seconds * 1_000 }
  const file = sessionFile(id, about, { ...verdict, data: { prompt, steps } })
  return [jsonFile(`reev/logs/sessions/session_${id}.json`, file)]
}

/** An execution that left its trace alone: it claims success, and neither benchmark nor score are in it. */
function traceOf({ id, benchmark, startS, state, result }: Execution): SampleFile[] {
  if (state !== null || result !== null) return []
  const { prompt, tool } = BENCHMARKS[benchmark]
  const line = (after: number, event_type: string, more: object) => ({
    ...{ timestamp: new Date((startS + after) * 1_000).toISOString(), session_id: id },
    ...{ reev_runner_version: '0.1.0', reev_agent_version: '0.1.0', event_type },
    ...{ prompt: null, tool_input: null, tool_output: null, timing: { flow_timeuse_ms: 0, step_timeuse_ms: 0 } },
    ...{ metadata: {}, ...more },
  })
  const input = (after: number, tool_name: string) =>
    line(after, 'ToolInput', { tool_input: { tool_name, tool_args: { amount: 100_000_000 } } })
  const output = (after: number) =>
    line(after, 'ToolOutput', { tool_output: { success: true, results: {}, error_message: null } })
  return [
    linesFile(`reev/logs/sessions/enhanced_otel_${id}.jsonl`, [
      line(0, 'Prompt', { prompt: { tool_name_list: [tool], user_prompt: prompt, final_prompt: prompt } }),
      ...[input(4, 'get_balance'), output(6), input(9, tool), output(21)],
      ...[input(26, tool), output(39)],
      {
        ...{ session_id: id, logged_at: new Date((startS + 44) * 1_000).toISOString() },
        ...{ total_events: 7, tool_calls: 3, successful_tools: 3, failed_tools: 0 },
      },
    ]),
  ]
}

const definition = ({ name, prompt }: { name: string; prompt: string }): SampleFile => ({
  path: `reev/benchmarks/${name}.yml`,
  text: [
    `id: ${name}`,
    'description: One instruction, judged by the accounts afterwards.',
    'tags: ["sample"]',
    `prompt: "${prompt}"`,
    'initial_state:',
    '  - pubkey: USER_WALLET',
    '    lamports: 1000000000',
    'ground_truth:',
    '  min_score: 0.8',
    '',
  ].join('\n'),
})
