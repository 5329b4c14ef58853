import { readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { greatestUsage } from '@/lib/ledger/responses'
import type { UsageRecord } from '@/lib/model/records'
import { addKnown } from '@/lib/model/usage'
import { REAL_DATA } from '@/lib/testing/test-db'
import { type Reading, readLines } from './rollout-fixture'

interface Tokens {
  input_tokens: number
  cached_input_tokens: number
  output_tokens: number
  reasoning_output_tokens: number
  total_tokens: number
}
const NO_TOKENS: Tokens = {
  input_tokens: 0,
  cached_input_tokens: 0,
  output_tokens: 0,
  reasoning_output_tokens: 0,
  total_tokens: 0,
}
interface Info {
  token_count: number
  repeats: number
  null_info: number
}
interface Expected {
  codex: { files: Record<string, { per_model: Record<string, Tokens>; info: Info }> }
  codex_compare: Record<string, { files: string[]; expected: Record<string, Tokens> }>
}

const expected: Expected | null = REAL_DATA
  ? (JSON.parse(readFileSync(path.join(REAL_DATA, 'EXPECTED.json'), 'utf8')) as Expected)
  : null

const readings = new Map<string, Reading>()

function reading(file: string): Reading {
  const known = readings.get(file)
  if (known) return known
  const bytes = readFileSync(path.join(REAL_DATA ?? '', file))
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  const read = readLines(
    text.split('\n').filter((line) => line !== ''),
    file,
  )
  readings.set(file, read)
  return read
}

/** Sums per model over several files, each response once. */
function perModel(files: readonly string[]): Record<string, Tokens> {
  const events = new Map<string, UsageRecord>()
  for (const record of files.flatMap((file) => reading(file).usage)) {
    const before = events.get(record.nativeId)
    events.set(record.nativeId, before ? { ...record, usage: greatestUsage(before.usage, record.usage) } : record)
  }
  const sums: Record<string, Tokens> = {}
  for (const { model, usage } of events.values()) {
    const sum = sums[model ?? 'no model'] ?? { ...NO_TOKENS }
    sums[model ?? 'no model'] = sum
    sum.input_tokens += Number(addKnown(addKnown(usage.input, usage.cacheRead), usage.cacheWrite5m))
    sum.cached_input_tokens += Number(usage.cacheRead)
    sum.output_tokens += Number(usage.output)
    sum.reasoning_output_tokens += Number(usage.reasoning)
    sum.total_tokens += Number(usage.total)
  }
  return sums
}

describe.skipIf(!REAL_DATA)('real rollouts', () => {
  const files = Object.entries(expected?.codex.files ?? {})

  test.each(files)('%s spent what its counters say', (file, { per_model, info }) => {
    expect(perModel([file])).toEqual(per_model)
    const repeats = reading(file).dropped.filter(({ rule }) => rule === 'repeated-event')
    expect(repeats.length).toBe(info.repeats)
    expect(reading(file).usage.length).toBe(info.token_count - info.repeats - info.null_info)
  })

  test.each(Object.entries(expected?.codex_compare ?? {}))(
    'case %s is met',
    (_name, { files: together, expected: sums }) => {
      expect(perModel(together)).toEqual(sums)
      expect(perModel([...together].reverse())).toEqual(sums)
    },
  )

  test.each(files)('%s holds nothing that is not known', (file) => {
    expect(reading(file).unparsed).toEqual([])
    expect(reading(file).rejected).toEqual([])
  })

  test('every call that has a result in the file is joined with it once', () => {
    for (const [file] of files) {
      const entries = reading(file).entries
      const keys = entries.map(({ entryKey }) => entryKey)
      expect(new Set(keys).size, file).toBe(keys.length)
      const calls = new Set(entries.filter(({ type }) => type === 'tool_call').map(({ callKey }) => callKey))
      const results = entries.filter(({ type }) => type === 'tool_result')
      expect(
        results.filter(({ callKey }) => !calls.has(callKey)),
        file,
      ).toEqual([])
    }
  })

  test('no picture and no encrypted text is kept', () => {
    for (const [file] of files) {
      for (const { text, title } of reading(file).entries) {
        expect(`${title} ${text?.slice(0, 100)}`).not.toMatch(/data:image\/[a-z]+;base64|^gAAAAA/)
      }
    }
  })
})
