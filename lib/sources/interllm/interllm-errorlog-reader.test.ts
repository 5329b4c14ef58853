import { describe, expect, test } from 'vitest'
import { gathered, memoryDocument } from '@/lib/testing/memory-source'
import { interllmErrorlogReader } from './interllm-errorlog-reader'

const EXEC = 'ERROR codex_core::exec: exec error: No such file or directory (os error 2)'
const REFUSED = String.raw`ERROR codex_api::endpoint::responses: error=http 400 Bad Request: Some("{\"detail\":\"The '' model is not supported when using Codex with a ChatGPT account.\"}")`
const VALIDATION = [
  'Error invoking MCP tool codex: 1 validation error for CallToolResult',
  'content',
  "  Field required [type=missing, input_value={'error': '…'}, input_type=dict]",
]
const TRACEBACK = [
  `ERROR:openai.agents:${VALIDATION.join('\n')}`,
  'Traceback (most recent call last):',
  '  File "/home/somebody/agents/mcp/util.py", line 203, in invoke_mcp_tool',
  'pydantic_core._pydantic_core.ValidationError: 1 validation error for CallToolResult',
  '',
  'The above exception was the direct cause of the following exception:',
  '',
  'Traceback (most recent call last):',
  '  File "/home/somebody/src/orchestrator.py", line 488, in <module>',
  `agents.exceptions.AgentsException: ${VALIDATION.join('\n')}`,
  '',
]
const LOG = [
  '[somebody@here scenarios]$ python src/orchestrator.py',
  `2026-08-01T02:45:05.763198Z ${EXEC}`,
  `2026-08-01T02:45:28.166475Z ${EXEC}`,
  `2026-08-01T03:02:17.569108Z ${REFUSED}`,
  ...TRACEBACK,
].join('\n')

const read = (text: string, path = '/x/logs/error_output/080126_2130.errorlog') =>
  gathered([...interllmErrorlogReader.read(memoryDocument(path, text), null)])

describe('an error log of the first versions', () => {
  test('is known by what Codex and the SDK write', () => {
    const detect = (text: string, path = '/x/a.errorlog') => interllmErrorlogReader.detect(memoryDocument(path, text))
    expect(detect(LOG)).toEqual({ systemVersion: 'error log' })
    expect(detect(TRACEBACK.join('\n'), '/x/run.log')).toEqual({ systemVersion: 'error log' })
    expect(detect('[2026-08-01 10:00:00] ERROR: no', '/x/run.log')).toBeNull()
    expect(detect(LOG, '/x/a.json')).toBeNull()
    const codexAlone = '2026-08-01T03:02:17.569000Z  INFO codex_otel::events: event.name="codex.conversation_starts"'
    expect(detect(codexAlone, '/x/codex-logs.txt')).toBeNull()
    expect(detect(codexAlone, '/x/logs/error_output')).toEqual({ systemVersion: 'error log' })
    expect(interllmErrorlogReader.latestAt(memoryDocument('/x/a.errorlog', LOG))).toBe('2026-08-01T03:02:17.569Z')
  })

  test('cascade: the empty model name is refused first, the missing field is what was reported', () => {
    const failures = read(LOG).of('failure')
    expect(failures.map(({ type, message, cause }) => [type, message, cause])).toEqual([
      ['codex_core::exec', 'exec error: No such file or directory (os error 2)', 'config'],
      ['codex_core::exec', 'exec error: No such file or directory (os error 2)', 'config'],
      [
        'codex_api::endpoint::responses',
        "http 400: The '' model is not supported when using Codex with a ChatGPT account.",
        'config',
      ],
      ['agents.exceptions.AgentsException', `agents.exceptions.AgentsException: ${VALIDATION.join('\n')}`, 'config'],
    ])
    const [, , refused, reported] = failures
    expect(refused?.flags).toEqual(['model_empty'])
    expect(reported?.flags).toEqual(['first_cause_elsewhere'])
    expect(reported?.data['firstCause']).toMatchObject({ failureKey: refused?.failureKey })
    expect(reported?.at).toBe('2026-08-01T03:02:17.569Z')
  })

  test('a traceback is one failure, however many exceptions stand in it', () => {
    expect(read(TRACEBACK.join('\n')).of('failure')).toHaveLength(1)
  })

  test('gives a run that failed only when an exception ended it; its tokens are unknown', () => {
    const [died] = read(LOG).of('run')
    expect(died).toMatchObject({
      runKey: 'errorlog-080126_2130-20260801T024505Z',
      status: 'failed',
      statusRaw: 'agents.exceptions.AgentsException',
      startedAt: null,
    })
    expect(died?.failureReason).toMatch(/^http 400: The '' model .*; reported as: agents\.exceptions/)
    expect(died?.flags).toEqual(expect.arrayContaining(['schema_older', 'tokens_unknown', 'model_empty']))
    expect(read(`2026-08-01T02:45:05Z ${EXEC}`).of('run')[0]).toMatchObject({ status: 'unknown', failureReason: null })
  })

  test('its key is the same while the file grows', () => {
    const keys = [LOG.slice(0, 400), LOG].map((text) => read(text).of('run')[0]?.runKey)
    expect(new Set(keys).size).toBe(1)
  })

  test('a log of megabytes without a line end is read in time', () => {
    const started = performance.now()
    read(`ERROR:openai.agents:${'a'.repeat(5_000_000)}\n${'{'.repeat(1_000_000)}`)
    expect(performance.now() - started).toBeLessThan(3_000)
  })
})
