import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { closeDb } from '@/lib/db/client'
import type { TranscriptFile } from '@/lib/sample/transcripts/transcript-file'
import { expectedUsage } from '@/lib/sample/transcripts/written-usage'
import { importInto } from './importing'
import { anyFiles, randomFiles, randomSession, writeFiles } from './make-transcript-files'
import { testDb } from './test-db'

interface Written {
  data?: { message?: Written }
  message?: { id: string; model: string; usage?: Record<string, number> }
  requestId?: string
}

/** A second, plain way to add up Claude Code files: the largest count of each response. */
function addedUp(files: readonly TranscriptFile[]) {
  const responses = new Map<string, Record<string, number>>()
  for (const line of files.flatMap((file) => file.text.split('\n').filter(Boolean))) {
    const record = JSON.parse(line) as Written
    const { message, requestId } = record.data?.message ?? record
    if (!message?.usage || message.model === '<synthetic>') continue
    const key = `${message.model} ${message.id} ${requestId}`
    const sum = responses.get(key) ?? {}
    for (const name of ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens', 'output_tokens'])
      sum[name] = Math.max(sum[name] ?? 0, message.usage[name] ?? 0)
    responses.set(key, sum)
  }
  return responses
}

describe('made-up transcripts', () => {
  it('say themselves what they add up to, as plain adding does', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const files = randomSession(String(seed)).transcripts.map((transcript) => ({
          path: transcript.path,
          text: `${transcript.lines.map((line) => JSON.stringify(line.records[0])).join('\n')}\n`,
          copies: transcript.lines.flatMap((line) => line.copies),
        }))
        const totals = Object.values(expectedUsage(files))
        const plain = [...addedUp(files).values()]
        const sum = (name: string) => plain.reduce((all, one) => all + (one[name] ?? 0), 0)
        const total = (pick: (one: (typeof totals)[number]) => number) =>
          totals.reduce((all, one) => all + pick(one), 0)
        expect(total((one) => one.output)).toBe(sum('output_tokens'))
        expect(total((one) => one.input)).toBe(sum('input_tokens'))
        expect(total((one) => one.cacheRead)).toBe(sum('cache_read_input_tokens'))
        expect(total((one) => one.cacheWrite5m + one.cacheWrite1h)).toBe(sum('cache_creation_input_tokens'))
        expect(total((one) => one.responses)).toBe(plain.length)
      }),
      { numRuns: 60 },
    )
  })

  it('are the same for the same seed', () => {
    expect(randomFiles('a')).toEqual(randomFiles('a'))
    expect(randomFiles('a')).not.toEqual(randomFiles('b'))
  })

  it('are read as what they are, in part and in any order', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyFiles, async (files) => {
        const store = await testDb()
        for (const file of writeFiles(store.folder, files)) await importInto(store, [file])
        expect(await storedUsage(store.db)).toEqual(expectedUsage(files))
        await closeDb(store.db)
      }),
      { numRuns: 8 },
    )
  })
})

async function storedUsage(db: Awaited<ReturnType<typeof testDb>>['db']) {
  const rows = await db.usageEvent.groupBy({
    by: ['model'],
    _sum: { input: true, cacheRead: true, cacheWrite5m: true, cacheWrite1h: true, output: true },
    _count: true,
    orderBy: { model: 'asc' },
  })
  return Object.fromEntries(
    rows.map(({ model, _sum, _count }) => [
      model,
      {
        input: Number(_sum.input ?? 0),
        cacheRead: Number(_sum.cacheRead ?? 0),
        cacheWrite5m: Number(_sum.cacheWrite5m ?? 0),
        cacheWrite1h: Number(_sum.cacheWrite1h ?? 0),
        output: Number(_sum.output ?? 0),
        responses: _count,
      },
    ]),
  )
}
