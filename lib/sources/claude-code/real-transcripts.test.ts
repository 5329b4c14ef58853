import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { greatestUsage } from '@/lib/ledger/responses'
import type { CanonicalRecord, UsageRecord } from '@/lib/model/records'
import { NO_USAGE, type Usage } from '@/lib/model/usage'
import { parseLine } from '@/lib/sources/parse-line'
import type { Rejected, Unparsed } from '@/lib/sources/reader'
import { REAL_DATA } from '@/lib/testing/test-db'
import { claudeCodeReader } from './claude-code-reader'

type Sums = Record<string, Record<string, number>>
interface Expected {
  claude_code: {
    files: Record<string, { transcript_only: Sums; with_embedded_subagents?: Sums }>
    groups: Record<string, Sums>
  }
  claude_compare: Record<string, { files: string[]; expected: Sums; expected_with_agent_progress: Sums }>
}

interface ReadFile {
  usage: UsageRecord[]
  records: CanonicalRecord[]
  rejected: Rejected[]
  unparsed: Unparsed[]
  detected: boolean
}

const root = REAL_DATA ?? ''
const expected = (): Expected => JSON.parse(readFileSync(path.join(root, 'EXPECTED.json'), 'utf8')) as Expected

function textOf(file: string): string {
  const bytes = readFileSync(path.join(root, file))
  return (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
}

function read(file: string): ReadFile {
  const found: ReadFile = { usage: [], records: [], rejected: [], unparsed: [], detected: false }
  const reading = claudeCodeReader.open({ state: null, path: file })
  textOf(file)
    .split('\n')
    .forEach((text, index) => {
      if (text.trim() === '') return
      parseLine(text).values.forEach((value, part) => {
        found.detected ||= claudeCodeReader.detect(value) !== null
        const result = reading.readLine(value, index + 1, part)
        if ('rejected' in result) {
          found.rejected.push({ line: index + 1, place: `line ${index + 1}`, reason: result.rejected })
          return
        }
        found.records.push(...result.records)
        found.unparsed.push(...(result.unparsed ?? []))
      })
    })
  found.records.push(...reading.gather())
  found.usage = found.records.filter((record) => record.kind === 'usage')
  return found
}

const seen = new Map<string, ReadFile>()
function readOnce(file: string): ReadFile {
  const known = seen.get(file) ?? read(file)
  seen.set(file, known)
  return known
}

const CLASSES = {
  input: 'input',
  output: 'output',
  cache_write_5m: 'cacheWrite5m',
  cache_write_1h: 'cacheWrite1h',
  cache_read: 'cacheRead',
} as const

/** Each response once, by its greatest counts, per model. */
function sumsOf(records: readonly UsageRecord[]): Sums {
  const responses = new Map<string, { model: string; usage: Usage }>()
  for (const { nativeId, model, usage } of records) {
    const known = responses.get(nativeId)
    responses.set(nativeId, { model: model ?? '', usage: greatestUsage(known?.usage ?? NO_USAGE, usage) })
  }
  const sums: Sums = {}
  for (const { model, usage } of responses.values()) {
    const sum = sums[model] ?? { ...ZERO }
    sums[model] = sum
    sum['responses'] = (sum['responses'] ?? 0) + 1
    for (const [name, key] of Object.entries(CLASSES)) sum[name] = (sum[name] ?? 0) + Number(usage[key] ?? 0n)
  }
  return sums
}

const ZERO = { input: 0, output: 0, cache_write_5m: 0, cache_write_1h: 0, cache_read: 0, responses: 0 }
const own = (records: readonly UsageRecord[]) => records.filter((record) => !record.copy?.place.startsWith('e'))

/** Tokens and responses alone: the cost is worked out elsewhere. */
function plain(sums: Sums): Sums {
  return Object.fromEntries(
    Object.entries(sums).map(([model, sum]) => [
      model,
      Object.fromEntries(Object.keys(ZERO).flatMap((name) => (sum[name] === undefined ? [] : [[name, sum[name]]]))),
    ]),
  )
}

const COUNTED = ['input', 'output', 'cache_write', 'cache_write_1h', 'cache_read']

/** `model [main]` and `model [progress]` are parts of one model. */
function partsTogether(sums: Sums): Sums {
  const together: Sums = {}
  for (const [name, part] of Object.entries(sums)) {
    const model = name.replace(/ \[\w+\]$/, '')
    const before = together[model] ?? {}
    together[model] = Object.fromEntries(COUNTED.map((key) => [key, (before[key] ?? 0) + (part[key] ?? 0)]))
  }
  return together
}

const writesTogether = (sums: Sums): Sums =>
  partsTogether(
    Object.fromEntries(
      Object.entries(sums).map(([model, sum]) => [
        model,
        { ...sum, cache_write: (sum['cache_write_5m'] ?? 0) + (sum['cache_write_1h'] ?? 0) },
      ]),
    ),
  )

function filesBelow(folder: string): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.json'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
}

describe.skipIf(!REAL_DATA)('real transcripts', () => {
  test('every file sums to the expected tokens and responses of each model', () => {
    for (const [file, sums] of Object.entries(expected().claude_code.files)) {
      const { usage } = readOnce(file)
      expect(sumsOf(own(usage)), file).toEqual(plain(sums.transcript_only))
      if (sums.with_embedded_subagents) expect(sumsOf(usage), file).toEqual(plain(sums.with_embedded_subagents))
    }
  })

  test('forks, growth copies and sub-agents are one response each, in every case', () => {
    for (const [name, sums] of Object.entries(expected().claude_compare)) {
      const usage = sums.files.flatMap((file) => readOnce(file).usage)
      expect(sumsOf(own(usage)), name).toMatchObject(plain(sums.expected))
      expect(writesTogether(sumsOf(usage)), name).toEqual(partsTogether(sums.expected_with_agent_progress))
    }
  })

  test('all files together count each response once, with and without embedded sub-agents', () => {
    const usage = filesBelow('claude-code').flatMap((file) => readOnce(file).usage)
    const [[, embedded] = [], [, alone] = []] = Object.entries(expected().claude_code.groups)
    expect(sumsOf(usage)).toEqual(plain(embedded ?? {}))
    expect(sumsOf(own(usage))).toEqual(plain(alone ?? {}))
  })

  test('every record is understood and every entry stands once in its session', () => {
    for (const file of filesBelow('claude-code')) {
      const { records, rejected, unparsed, detected } = readOnce(file)
      expect(rejected, file).toEqual([])
      expect(unparsed, file).toEqual([])
      expect(detected, file).toBe(textOf(file).trim() !== '')
      const places = records.flatMap((record) =>
        record.kind === 'entry' ? [`${record.sessionKey} ${record.entryKey} ${record.line}`] : [],
      )
      expect(new Set(places).size, file).toBe(places.length)
    }
  })

  test('every response belongs to a session that is told of', () => {
    for (const file of filesBelow('claude-code')) {
      const { records, usage } = readOnce(file)
      const sessions = new Set(records.flatMap((record) => (record.kind === 'session' ? [record.sessionKey] : [])))
      for (const { sessionKey } of usage) expect(sessions, file).toContain(sessionKey)
    }
  })
})
