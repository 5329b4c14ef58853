import { expect, test } from 'vitest'
import { memoryDocument, ofKind, readKnown } from '@/lib/testing/memory-source'
import { autopackErrorReportReader as reader } from './error-report-reader'

const STACK = 'Traceback (most recent call last):\n  File "app.py", line 3, in go\nValueError: no such day\n'
const JSON_REPORT = {
  timestamp: '2026-03-01T10:00:00.123456+00:00',
  error_type: 'ValueError',
  error_message: 'no such day:\n  line two',
  run_id: 'nightly-a',
  phase_id: 'parse-dates',
  component: 'api',
  operation: 'GET /runs/nightly-a',
  traceback: STACK,
  stack_frames: [{ filename: 'app.py', local_vars: { token: 'hidden' } }],
  context_data: { method: 'GET', url: 'http://localhost/runs/nightly-a', headers: "{'x-api-key': 'hidden'}" },
  python_version: '3.12',
  platform: 'linux',
}
const RULER = '='.repeat(80)
const textReport = (report: typeof JSON_REPORT, end = '\n') =>
  [
    ...[RULER, `ERROR REPORT - ${report.timestamp}`, RULER, `Error Type: ${report.error_type}`],
    ...[`Error Message: ${report.error_message}`, `Run ID: ${report.run_id}`, `Phase ID: ${report.phase_id}`],
    ...[`Component: ${report.component}`, `Operation: ${report.operation}`, '', 'Stack Trace:', '-'.repeat(80)],
    ...[report.traceback, '', 'Context Data (sanitized):', '-'.repeat(80)],
    ...Object.entries(report.context_data).map(([name, value]) => `${name}: ${value}`),
    RULER,
  ]
    .join('\n')
    .replaceAll('\n', end)

const failureIn = (path: string, content: unknown) => {
  const [failure] = ofKind(readKnown(reader, path, content).records, 'failure')
  return failure
}

test('a report is one failure, the same as JSON and as text, whatever its line ends', () => {
  const failure = failureIn('e.json', JSON_REPORT)
  expect(failure).toMatchObject({
    runKey: 'nightly-a',
    phaseKey: 'parse-dates',
    at: '2026-03-01T10:00:00.123Z',
    message: 'no such day:\n  line two',
    data: { errorType: 'ValueError', component: 'api', method: 'GET', url: 'http://localhost/runs/nightly-a' },
    ref: 'line 1',
    flags: [],
  })
  expect(failure?.data['stack']).toBe(STACK.trim())
  expect(failureIn('e.txt', textReport(JSON_REPORT))).toEqual(failure)
  expect(failureIn('e.txt', textReport(JSON_REPORT, '\r\n'))).toEqual(failure)
})

test('headers of the request and variables of the stack are not kept', () => {
  for (const content of [JSON_REPORT, textReport(JSON_REPORT)])
    expect(JSON.stringify(failureIn('e', content))).not.toContain('hidden')
})

test('a route is no run', () => {
  const started = { ...JSON_REPORT, run_id: 'start', operation: 'POST /runs/start' }
  expect(failureIn('e.txt', textReport(started))?.runKey).toBeNull()
})

test("another program's reports are not Autopack's", () => {
  for (const content of [
    `${RULER}\nERROR REPORT - 2026-03-01T10:00:00\n${RULER}\n\nSYSTEM INFORMATION:\n`,
    'ERROR REPORT - 2026-03-01T10:00:00\nError Type: X',
    { error_type: 'X', error_message: 'y', timestamp: '2026-03-01' },
    [JSON_REPORT],
    '{ "error_type": ',
    '',
  ])
    expect(reader.detect(memoryDocument('e.txt', content))).toBeNull()
})

test('a report that is cut or holds what it should not is told, never thrown', () => {
  const text = textReport(JSON_REPORT)
  for (let end = 260; end < text.length; end += 37) expect(failureIn('e.txt', text.slice(0, end))?.runKey).toBeDefined()
  const { rejected } = readKnown(reader, 'e.json', { ...JSON_REPORT, timestamp: 7 })
  expect(rejected).toHaveLength(1)
  const odd = failureIn('e.json', { ...JSON_REPORT, error_message: 'x'.repeat(5_000_000), timestamp: 'yesterday' })
  expect(odd?.message).toHaveLength(16_000)
  expect(odd?.flags).toEqual(['time_unreadable', 'truncated_text'])
})
