import { expect, test } from 'vitest'
import { classifyFailure, firstEntry } from '../cause'
import { builtInPattern } from './built-in-patterns'
import { CATALOGUE, catalogueEntry } from './catalogue'

/** One text per entry, in other words than its example. */
const TEXTS: Readonly<Record<string, string>> = {
  denied_by_person: 'The edit was rejected by the operator',
  cancelled: 'the run was stopped by the user',
  denied_by_rule: 'Permission to use WebFetch with https://example.test has been denied.',
  sibling_failed: 'Cancelled: parallel tool call Grep(x) errored',
  edit_text_missing: 'apply_patch verification failed: Failed to find expected lines in /w/a.ts',
  edit_ambiguous: 'Found 14 matches of the string to replace, but replace_all is false.',
  edit_without_change: 'No changes to make: old_string and new_string are the same text.',
  file_not_read: 'File has been modified since read, either by a person or by a linter.',
  file_too_large: 'the page exceeds maximum size for this tool',
  tool_input: 'Unknown tool: fetch_everything',
  tool_blocked: 'Edit blocked by a hook: tests must pass first',
  agent_gone: 'Shell 9f is not running, so cannot be killed',
  environment_not_loaded: 'BACKEND_API_KEY is not set',
  key_not_registered: 'A new key was minted but never uploaded to the backend',
  login_expired: 'access token expired at noon',
  credentials: 'status code: 403, unauthorized',
  api_overloaded: 'HTTP 529: try again later',
  quota_exhausted: 'Your credit balance is too low to access the API',
  rate_limited: '429 Too Many Requests',
  context_too_long: "This model's maximum context length is 128000 tokens",
  model_parameter: 'Streaming is required for operations that may take longer than 10 minutes',
  model_not_found: 'The model `quick-9` does not exist or you do not have access to it',
  model_mismatch: 'expected model a-large, observed a-small',
  refused_by_model: 'Output blocked: content_filter',
  tls_verification: 'tls: failed to verify: x509: certificate signed by unknown authority',
  remote_calls_localhost: 'http://localhost:8000 is not reachable from the cloud worker',
  port_in_use: 'port 8102 is already in use',
  connection_refused: 'dial tcp 127.0.0.1:5432: connect: connection refused',
  name_not_resolved: 'getaddrinfo EAI_AGAIN api.example.test',
  connection_lost: 'read ECONNRESET',
  filter_rejected: '400 Bad Request for filter type=best; reading all events',
  hidden_error: '1 validation error: content: Field required',
  request_invalid: '422 Unprocessable Entity',
  method_not_allowed: '405 Client Error: Method Not Allowed for url',
  http_not_found: 'status_code=404 while reading the job',
  http_5xx: '502 Bad Gateway',
  http_4xx: 'HTTP 409 while saving',
  agent_timeout: 'AgentTimeoutError: the trial ended',
  timeout: 'deadline exceeded while waiting for the lock of a phase',
  budget_exhausted: 'maximum turns reached',
  protected_path: 'Manifest rejected: 2 entries outside allowed_roots',
  deliverables_missing: 'DELIVERABLES_VALIDATION_FAILED',
  output_truncated: 'the model gave a truncated answer',
  output_parse_error: 'failed to parse model answer: trailing comma',
  empty_output: 'empty response from the builder',
  patch_apply_failed: 'hunk 3: patch does not apply',
  quality_gate: 'the auditor rejects the change: auditor rejected',
  session_in_use: 'session s-1 is currently open in another window',
  session_not_found: "can't find session: main",
  prompt_blocks: 'Standard input is not a terminal',
  config_beats_flag: '--workers was ignored',
  flag_two_names: 'unknown flag: --short',
  deploy_syntax: 'deploy: missing argument --app',
  cli_usage: "error: unrecognized subcommand 'ship'",
  shell_syntax: 'bash: syntax error near unexpected token `done`',
  git_conflict: 'CONFLICT (modify/delete): a.md deleted in HEAD',
  git: "fatal: pathspec 'x' did not match any files",
  disk_full: 'write failed: ENOSPC',
  out_of_memory: 'worker was stopped by the OOM killer',
  missing_binary: "'pnpm' is not recognized as an internal or external command",
  output_not_writable: 'mkdir results: read-only file system',
  python_missing_dep: "ImportError: cannot import name 'x' from 'y'",
  node_missing_dep: "code: 'MODULE_NOT_FOUND'",
  wrong_working_dir: "FileNotFoundError: [Errno 2] 'requirements.txt'",
  scope_mismatch: 'src/a.ts is not in governed scope',
  missing_test_discovery: 'no tests ran in 0.01s',
  permission_error: 'bash: ./run.sh: Permission denied',
  is_a_directory: 'cat: src: Is a directory',
  file_not_found: 'ls: cannot access x: No such file or directory',
  process_not_detached: 'nohup: the server did not detach',
  already_running: 'another instance is already running here',
  lost: 'worker vanished',
  database: 'column x: no such column',
  response_shape: 'expected a dict but got a list of events',
  build_failed: 'main.go:3:1: undefined: foo',
  tests_failed: '3 tests failed of 90',
  lint_failed: 'eslint found problems',
  import_error: 'attempted relative import with no known parent package',
  syntax_error: 'Unexpected token } while reading app.js',
  indentation_error: 'TabError: inconsistent use of tabs',
  attribute_error: "TypeError: Cannot read properties of undefined (reading 'id')",
  type_error: "unsupported operand type(s) for /: 'str' and 'str'",
  name_error: 'ReferenceError: total is not defined',
  key_error: 'IndexError: list index out of range',
  value_error: "ValueError: invalid literal for int(): 'x'",
  attempts_exhausted: 'All 5 attempts exhausted, giving up',
  agent_output: 'DOCTOR_SKIP',
  environment: 'DONE_FAILED_ENVIRONMENT',
  no_output: 'Exit code 2',
}

const ruleOf = (text: string, system: string | null) =>
  classifyFailure(text, { system: system ?? 'other', state: null }).rule

test('every entry has a text of its own here', () => {
  expect(Object.keys(TEXTS).sort()).toEqual(CATALOGUE.map(({ id }) => id).sort())
  expect(new Set(CATALOGUE.map(({ id }) => id)).size).toBe(CATALOGUE.length)
})

test.each(CATALOGUE.map((entry) => [entry.id, entry] as const))(
  '%s finds its texts and no earlier entry takes them',
  (id, entry) => {
    expect(ruleOf(TEXTS[id] ?? '', entry.system ?? null)).toBe(id)
    expect(ruleOf(entry.example, entry.system ?? null)).toBe(id)
  },
)

test.each(CATALOGUE.map((entry) => [entry.id, entry] as const))('%s says what it means and what helps', (_, entry) => {
  expect(entry.means).toMatch(/^[A-Z].{10,}\.$/s)
  expect(entry.helps).toMatch(/.{10,}\.$/s)
  expect(entry.type).toMatch(/^[a-z0-9_]+$/)
  expect(entry.finds.global || entry.finds.sticky).toBe(false)
})

test('no detector repeats without a bound over more than one kind of character', () => {
  for (const { id, finds } of CATALOGUE)
    expect([id, /(?<!\\)\.[*+]|\][*+]|\)[*+]/.test(finds.source)]).toEqual([id, false])
})

test("Autopack's six patterns answer by themselves, in its priorities", () => {
  expect(builtInPattern("ImportError: cannot import name 'a'\nPermissionError")).toBe('python_missing_dep')
  expect(builtInPattern('EACCES: package.json outside of the scope')).toBe('scope_mismatch')
  expect(builtInPattern('PERMISSION DENIED')).toBe('permission_error')
  expect(builtInPattern('all is well')).toBeNull()
})

test('an entry is found by the rule that was stored; an unknown one is no entry', () => {
  expect(catalogueEntry('rate_limited')?.type).toBe('rate_limited')
  expect(catalogueEntry('__proto__')).toBeUndefined()
})

test('an ordinary sentence is nothing that is known', () => {
  expect(firstEntry('The build of the garden house took two days.', null)).toBeNull()
})
