/** Files of reev, as small as they can be: for tests and the sample fleet. */

export const REEV_START_S = 1_788_000_000

/** The time so many seconds after the beginning, as reev writes it in traces. */
export const reevTime = (seconds: number, micros = '000000') =>
  new Date((REEV_START_S + seconds) * 1_000).toISOString().replace(/\.\d+Z$/, `.${micros}Z`)

/** One step of a session's result, as its transaction ended. */
export const sessionStep = (status = 'Success', error: string | null = null) => ({
  action: [{ program_id: '11111111111111111111111111111111', accounts: [], data: '3Bx' }],
  info: {},
  observation: {
    account_states: {},
    key_map: {},
    last_transaction_status: status,
    last_transaction_error: error,
    last_transaction_logs: [],
  },
  thought: null,
})

/** A session file that succeeded; `more` replaces its fields, `result` those of its final result. */
export function sessionFile(id: string, more: object = {}, result: object = {}) {
  return {
    session_id: id,
    benchmark_id: '001-sol-transfer',
    agent_type: 'glm-4.6',
    start_time: REEV_START_S,
    end_time: REEV_START_S + 37,
    events: [] as object[],
    final_result: {
      success: true,
      score: 1,
      status: 'Succeeded',
      execution_time_ms: 37_000,
      data: { prompt: 'Send 0.1 SOL to the recipient.', steps: [sessionStep()] },
      ...result,
    },
    ...more,
  }
}

export interface FlowCallFixture {
  tool: string
  from: number
  to: number
  success?: boolean
  error?: string
}

/** A flow as reev's own writer prints it: a comment before it, one after each dash, and nothing escaped. */
export function flowYaml(id: string, calls: readonly FlowCallFixture[], more = ''): string {
  const failed = calls.filter(({ success }) => success === false).length
  const rate = calls.length === 0 ? 0 : (100 * (calls.length - failed)) / calls.length
  return [
    `# Reev Session Log Analysis\n`,
    `session_id: ${id}`,
    'reev_runner_version: 0.1.0',
    'reev_agent_version: 0.1.0',
    `start_time: ${reevTime(0)}`,
    `end_time: ${reevTime(20)}`,
    'total_duration_ms: 20000\n',
    'prompt:',
    '  tool_name_list: ["sol_transfer", "jupiter_swap"]',
    '  user_prompt: |',
    '    Swap 0.1 SOL for USDC.',
    '  final_prompt: |',
    '    You are an agent...[truncated, original size: 9683 bytes]\n',
    'tool_calls:',
    ...calls.map((call, index) => flowCallText(call, index)),
    more,
    'summary:',
    `  total_tool_calls: ${calls.length}`,
    `  successful_tool_calls: ${calls.length - failed}`,
    `  failed_tool_calls: ${failed}`,
    '  total_steps: 0',
    '  avg_tool_time_ms: 639.00',
    `  success_rate: ${rate.toFixed(2)}%`,
    '',
  ].join('\n')
}

function flowCallText({ tool, from, to, success = true, error }: FlowCallFixture, index: number): string {
  return [
    `  - # Tool Call ${index + 1}`,
    `    tool_name: ${tool}`,
    `    start_time: ${reevTime(from)}`,
    `    end_time: ${reevTime(to)}`,
    `    duration_ms: ${(to - from) * 1_000}`,
    `    success: ${success}`,
    ...(error === undefined ? [] : [`    error_message: "${error}"`]),
    '    input:',
    '      amount: 100000000',
    '    output:',
    '      "{\\"status\\":\\"success\\"}"\n',
  ].join('\n')
}

/** An entry of `cli_sessions.json` around a flow. */
export const cliSession = (id: string, yaml: string, benchmark = 'jupiter_swap', calls = 1) => ({
  benchmark_id: benchmark,
  created_at: reevTime(21).replace('Z', '+00:00'),
  session_id: id,
  tool_calls: calls,
  yml_content: yaml,
})
