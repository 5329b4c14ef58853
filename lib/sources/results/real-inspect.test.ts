import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { sumUsage } from '@/lib/model/usage'
import type { FolderSource } from '@/lib/sources/reader'
import { memoryDocument, memoryFolder } from '@/lib/testing/memory-source'
import { type Gathered, sorted } from '@/lib/testing/read-results'
import { REAL_DATA } from '@/lib/testing/test-db'
import { inspectEvalReader, inspectJsonReader } from './inspect-readers'

const ROOT = path.join(REAL_DATA ?? '', 'inspect')

const filesOf = (extension: string) =>
  readdirSync(ROOT, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(extension))
    .sort()

/** The members of a zip archive, by its central directory. */
function openZip(file: string): FolderSource {
  const bytes = readFileSync(file)
  const members: Record<string, string> = {}
  for (let at = bytes.indexOf('PK\u0001\u0002'); at !== -1; at = bytes.indexOf('PK\u0001\u0002', at + 46)) {
    const [size, name, start] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28), bytes.readUInt32LE(at + 42)]
    const from = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28)
    const packed = bytes.subarray(from, from + size)
    members[bytes.subarray(at + 46, at + 46 + name).toString()] = inflateRawSync(packed).toString()
  }
  return memoryFolder(file, members)
}

function readEval(name: string): Gathered {
  const folder = openZip(path.join(ROOT, name))
  if (inspectEvalReader.detect(folder) === null) throw new Error(`the reader does not know ${name}`)
  return sorted(inspectEvalReader.read(folder, null))
}

function readJson(name: string): Gathered | null {
  const document = memoryDocument(name, readFileSync(path.join(ROOT, name), 'utf8'))
  return inspectJsonReader.detect(document) === null ? null : sorted(inspectJsonReader.read(document, null))
}

describe.skipIf(REAL_DATA === null || !existsSync(ROOT))('real Inspect logs', () => {
  test('all are read, none with a headline that its samples do not give', () => {
    const evals = filesOf('.eval').map(readEval)
    const jsons = filesOf('.json').map(readJson)
    const logs = [...evals, ...jsons.filter((one) => one !== null)]
    expect(evals.length).toBe(6)
    expect(jsons.filter((one) => one !== null).length).toBe(8)
    for (const log of logs) {
      expect(log.runs).toHaveLength(1)
      expect(log.rejected).toEqual([])
      expect(log.runs[0]?.flags).not.toContain('total_mismatch')
      expect(log.results.length).toBe(log.runs[0]?.data['samples'])
      expect(log.sessions.every(({ status }) => status === 'succeeded')).toBe(true)
      expect(log.entries.every(({ text }) => !text?.startsWith('attachment://'))).toBe(true)
    }
  })

  test('spend what their own sums say', () => {
    const totals = filesOf('.eval').map((name) => {
      const head = JSON.parse(openZip(path.join(ROOT, name)).document('header.json').text()) as {
        stats: { model_usage: Record<string, { total_tokens: number }> }
      }
      const stated = Object.values(head.stats.model_usage).reduce((sum, one) => sum + one.total_tokens, 0)
      return [stated, Number(sumUsage(readEval(name).usage.map(({ usage }) => usage)).total ?? 0n)] as const
    })
    for (const [stated, read] of totals) expect(read).toBe(stated)
  })

  test('the cache is taken out of an input that holds it', () => {
    const log = readJson(filesOf('browser.json')[0] ?? '')
    const sum = sumUsage(log?.usage.map(({ usage }) => usage) ?? [])
    expect(sum).toMatchObject({ input: 6_147n, cacheRead: 9_088n, output: 281n, total: 15_516n })
    expect(log?.results[0]).toMatchObject({ resolved: true, score: 1, seconds: 18.517, calls: 5 })
  })

  test('a log in both forms is one run with the same results', () => {
    const [zipped] = filesOf('log_formats.eval').map(readEval)
    const plain = readJson(filesOf('log_formats.json')[0] ?? '')
    expect(zipped?.runs[0]?.runKey).toBe(plain?.runs[0]?.runKey)
    expect(zipped?.results.map(({ itemKey, score }) => [itemKey, score])).toEqual(
      plain?.results.map(({ itemKey, score }) => [itemKey, score]),
    )
  })

  test('a cancelled log without samples keeps what it spent', () => {
    const log = readJson(filesOf('no-samples.json')[0] ?? '')
    expect(log?.runs[0]).toMatchObject({ status: 'stopped', statusRaw: 'cancelled' })
    expect(log?.usage.map(({ usage }) => usage.total)).toEqual([198n])
  })
})
