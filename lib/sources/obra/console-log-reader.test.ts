import { describe, expect, test } from 'vitest'
import { memoryDocument, readDocument } from '@/lib/testing/memory-source'
import { obraConsoleReader } from './console-log-reader'

const iteration = (number: number, decision = 'clarify', quality = 0.78, confidence = 0.35) => [
  `[OBRA] Starting iteration ${number}/10`,
  '[OBRA→CLAUDE] Sending prompt to Claude Code...',
  '[OBRA] Response received (1054 chars)',
  '[OBRA] Validation: ✓',
  '[QWEN] Validating response...',
  `[QWEN]   Quality: ${quality} (PASS)`,
  `[QWEN]   Confidence: ${confidence}`,
  `[OBRA] Decision: ${decision}`,
]
const NAMES = [
  'task_type',
  'test_failed',
  'rate_limit',
  'failures_in_a_row',
  'local_check',
  'milestone_done',
  'running_time',
]
const brokenRules = (times: number) =>
  Array.from({ length: times }, () =>
    NAMES.map((name) => `Condition evaluation failed: ${name} == True - name '${name}' is not defined`),
  ).flat()
const document = (lines: readonly string[], path = '/reports/stress.txt') => memoryDocument(path, lines.join('\n'))
const read = (lines: readonly string[]) => readDocument(obraConsoleReader, document(lines))

describe('the console log', () => {
  test('is known by its iterations or its broken rules, never by its name alone', () => {
    const detect = (text: string, path = '/x.txt') => obraConsoleReader.detect(memoryDocument(path, text))
    expect(detect(iteration(1).join('\n'))).toEqual({ systemVersion: 'console log' })
    expect(detect(brokenRules(1).join('\n'))).not.toBeNull()
    expect(detect('Obra is a river in Poland', '/obra.log')).toBeNull()
    expect(detect(`"[OBRA] Decision: x"`, '/x.json')).toBeNull()
  })

  test('ten iterations that all clarify are a loop, visible only side by side', () => {
    const scores = [0.62, 0.78, 0.7, 0.65, 0.78, 0.71, 0.66, 0.78, 0.64, 0.63]
    const lines = scores.flatMap((quality, n) => iteration(n + 1, 'clarify', quality, n === 4 ? 0.64 : 0.32))
    const { of } = read([...lines, 'Status: max_iterations', 'Task: TaskStatus.PENDING', 'Elapsed: 168.9s'])
    expect(of('failure').find(({ type }) => type === 'decision_loop')?.message).toBe(
      'clarify was decided 10 times in a row (quality 0.62 to 0.78, confidence 0.32 to 0.64)',
    )
    expect(of('phase').map(({ index, data }) => [index, data['decision'], data['quality']])[9]).toEqual([
      10,
      'clarify',
      0.63,
    ])
    expect(of('metric').filter(({ name }) => name === 'confidence_score')).toHaveLength(10)
    expect(of('run')[0]).toMatchObject({
      statusRaw: 'max_iterations',
      status: 'failed',
      data: { iterations: 10, taskStatus: 'PENDING', seconds: 168.9 },
      flags: ['missing_start', 'tokens_unknown', 'status_conflict'],
    })
  })

  test('completed out of a circle, or without any iteration, is a claim', () => {
    const flagsOf = (lines: readonly string[]) => read(lines).of('run')[0]?.flags
    expect(flagsOf([...iteration(1), 'Status: completed'])).toContain('claimed_not_verified')
    expect(flagsOf([...brokenRules(1), 'Status: completed'])).toContain('claimed_not_verified')
    expect(flagsOf([...iteration(1, 'proceed'), 'Status: completed'])).not.toContain('claimed_not_verified')
  })

  test('seven breakpoint rules that can never fire are seven failures, counted, not one a line', () => {
    const { of } = read([...brokenRules(28), ...iteration(1)])
    const rules = of('failure').filter(({ type }) => type === 'broken_breakpoint_rule')
    expect(rules.map(({ data, cause }) => [data['count'], cause])).toEqual(NAMES.map(() => [28, 'config']))
  })

  test('the limit of turns ends an attempt, and the retry counts its iterations anew', () => {
    const { of } = read([
      'CLAUDE_ERROR_MAX_TURNS: session_id=bdad2e5e..., turns_used=10, max_turns_limit=10',
      'ERROR_MAX_TURNS: task_id=1, turns_used=10, max_turns=10, attempt=1/2',
      'ERROR_MAX_TURNS: task_id=1, turns_used=20, max_turns=20, attempt=2/2',
      'TASK ERROR: task_id=1, error=Task exceeded max_turns limit (20/20)',
      '  Description: ',
      'Read the CSV file',
      ...iteration(1),
      '[OBRA] Starting iteration 2/10',
      ...iteration(1, 'proceed'),
      '[OBRA] Starting iteration 2/10',
      'Error: Task exceeded max_turns limit (20/20)',
      'Elapsed: 546.5s',
    ])
    expect(of('phase').map(({ name, retryAttempt, status }) => [name, retryAttempt, status])).toEqual([
      ['Iteration 1 of 10', 1, 'unknown'],
      ['Iteration 2 of 10', 1, 'timed_out'],
      ['Iteration 1 of 10', 2, 'succeeded'],
      ['Iteration 2 of 10', 2, 'timed_out'],
    ])
    expect(of('run')[0]).toMatchObject({
      name: 'Read the CSV file',
      status: 'timed_out',
      failureReason: 'Task exceeded max_turns limit (20/20)',
    })
    expect(of('failure').map(({ type, cause }) => [type, cause])).toEqual([
      ['error_max_turns', 'agent'],
      ['error_max_turns', 'agent'],
      ['error_max_turns', 'agent'],
    ])
  })

  test('colours, decisions in capitals and other line ends are read', () => {
    const lines = iteration(1, 'PROCEED').map((line) => `\u001b[34m${line}\u001b[0m\r`)
    expect(read(lines).of('phase')[0]?.data).toMatchObject({ decision: 'proceed', quality: 0.78 })
  })

  test('the same log gives the same run, a longer one the same key', () => {
    const [short, long] = [iteration(1), [...iteration(1), ...iteration(2)]]
    const filler = Array.from({ length: 20 }, (_, n) => `[OBRA] Built context (${n} chars) ${'.'.repeat(60)}`)
    const keyOf = (lines: readonly string[]) => read([...filler, ...lines]).of('run')[0]?.runKey
    expect(keyOf(short)).toBe(keyOf(long))
    expect(read(['other', ...short]).of('run')[0]?.runKey).not.toBe(read(short).of('run')[0]?.runKey)
  })

  test('absurd logs end: endless iterations, a line of five megabytes, thousands of different errors', () => {
    const many = Array.from({ length: 12_000 }, (_, n) => `[OBRA] Starting iteration ${n}`)
    const errors = Array.from({ length: 1_500 }, (_, n) => `Transaction rolled back: <script>${n}</script>`)
    const { of, unparsed } = read([
      ...many,
      ...errors,
      `Error: ${'x'.repeat(5 * 2 ** 20)}`,
      '[OBRA] Starting iteration 9'.repeat(9_000),
    ])
    expect(of('phase')).toHaveLength(10_000)
    expect(of('run')[0]?.failureReason?.length).toBeLessThan(2_001)
    expect(unparsed.map(({ name, count }) => [name, count])).toEqual([
      ['other failures', 500],
      ['iterations beyond the first 10,000', 2_001],
    ])
  })

  test('a log of nothing but hostile lines gives a run without a verdict', () => {
    const { of } = read([
      ...brokenRules(1),
      '[OBRA] Decision: __proto__',
      '[QWEN] Quality: 1e999',
      'Status:',
      'TaskStatus.',
      '\u0000\u202e',
    ])
    expect(of('run')[0]).toMatchObject({ status: 'unknown', statusRaw: null })
  })
})
