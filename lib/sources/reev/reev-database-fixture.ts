/** Rows as reev's database has them; a test changes what it is about. */
import { REEV_START_S } from './reev-fixture'

/** The key of the benchmark in the database. */
export const BENCHMARK_KEY = 'd41d8cd98f00b204e9800998ecf8427e'

export const benchmarkRow = {
  id: BENCHMARK_KEY,
  benchmark_name: '001-sol-transfer',
  prompt: 'Send 0.1 SOL',
  content: 'id: 001-sol-transfer\ndescription: A transfer\ntags: ["t2"]\n',
  created_at: REEV_START_S,
}
export const stateRow = (more: object = {}) => ({
  execution_id: 'e1',
  benchmark_id: '001-sol-transfer',
  agent: 'glm-4.6',
  status: '"Completed"',
  created_at: REEV_START_S,
  updated_at: REEV_START_S + 40,
  progress: 1,
  error_message: '',
  result_data: '{"score":1.0,"success":true}',
  metadata: '{}',
  ...more,
})
export const sessionRow = (more: object = {}) => ({
  session_id: 'e1',
  benchmark_id: BENCHMARK_KEY,
  agent_type: 'glm-4.6',
  interface: 'web',
  start_time: REEV_START_S,
  end_time: REEV_START_S + 37,
  status: 'completed',
  score: 1,
  final_status: 'Succeeded',
  log_file_path: 'logs/sessions/session_e1.json',
  created_at: REEV_START_S,
  ...more,
})
export const callRow = (more: object = {}) => ({
  id: 1,
  session_id: 'e1',
  tool_name: 'sol_transfer',
  start_time: REEV_START_S + 1,
  execution_time_ms: 250,
  input_params: '{"amount":5}',
  output_result: '{}',
  status: 'success',
  error_message: null,
  created_at: REEV_START_S + 1,
  updated_at: REEV_START_S + 2,
  ...more,
})
