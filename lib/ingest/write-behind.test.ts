import { copyFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { writerOf } from '@/lib/db/client'
import { answer } from '@/lib/sources/claude-code/transcript-fixture'
import { fingerprint, imported, importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { WriteBehind } from './write-behind'

const INSERT = 'INSERT INTO "Meta" ("key", "value") VALUES (?, ?)'
/** So many rows that a thread writes them. */
const MANY = 300
const batch = (name: string) => [{ sql: INSERT, rows: Array.from({ length: MANY }, (_, n) => [`${name}${n}`, '']) }]
const NOTHING = { events: [], copies: [] }

describe('writing behind', () => {
  test('what was sent is there once it is settled, and tells until then what it says of responses', async () => {
    const { db } = await testDb()
    const before = await db.meta.count()
    const writes = new WriteBehind(db)
    const coming = { events: [{ id: 'a' }], copies: [] }
    await writes.send('first', batch('a'), coming)
    expect([writes.owner, writes.coming]).toEqual(['first', coming])
    expect(await writes.settle()).toBe(true)
    expect([writes.owner, writes.coming]).toEqual([null, null])
    expect(await db.meta.count()).toBe(before + MANY)
  })

  test('nobody told of a failure: whoever waits next gets it, and it is sent no second time', async () => {
    const { db } = await testDb()
    const writes = new WriteBehind(db)
    await writes.send('first', [...batch('a'), ...batch('a')], NOTHING)
    await expect(writes.send('first', batch('b'), NOTHING)).rejects.toThrow(/UNIQUE/)
    expect(await writes.settle()).toBe(true)
    expect(await db.meta.findUnique({ where: { key: 'b0' } })).toBeNull()
  })

  test('a batch that was left tells the one it was left to, once, and the next goes on', async () => {
    const { db } = await testDb()
    const writes = new WriteBehind(db)
    const told: unknown[] = []
    const tell = async (error: unknown) => void told.push(error)
    await writes.leave(tell)
    await writes.send('first', [...batch('a'), ...batch('a')], NOTHING)
    await writes.leave(tell)
    expect(await writes.settle()).toBe(false)
    await writes.send('second', batch('b'), NOTHING)
    await writes.leave(tell)
    // Left by another, who sent nothing.
    await writes.leave(tell)
    expect(told).toEqual([null, expect.objectContaining({ message: expect.stringMatching(/UNIQUE/) }), null, null])
  })
})

/** A transcript with responses of the given numbers, enough of them for the thread that writes. */
function transcript(folder: string, session: string, from: number, to: number, text = 'Done.'): string {
  const file = path.join(folder, `${session}.jsonl`)
  const lines = Array.from({ length: to - from }, (_, index) => {
    const id = String(from + index)
    const message = { id: `m-${id}` }
    return JSON.stringify(
      answer([{ type: 'text', text }], { sessionId: session, uuid: `${session}-${id}`, requestId: `r-${id}`, message }),
    )
  })
  writeFileSync(file, `${lines.join('\n')}\n`)
  return file
}

const SESSIONS = [1, 2, 3].map((n) => `${n}1111111-aaaa-4aaa-8aaa-000000000001`)
const [A = '', B = '', C = ''] = SESSIONS

describe('an import that writes one file while it reads the next', () => {
  test('finds responses again that are just being written', async () => {
    const folder = testFolder()
    const files = [transcript(folder, A, 0, 200), transcript(folder, B, 0, 250), transcript(folder, C, 100, 300)]
    const store = await testDb()
    const receipt = await importInto(store, files)
    const oneByOne = await imported(files)
    expect(await fingerprint(store.db)).toEqual(await fingerprint(oneByOne.db))
    expect(receipt.files.map(({ usage }) => usage.counted)).toEqual([200, 50, 50])
    expect(receipt.files.map(({ usage }) => usage.dropped)).toEqual([
      [],
      [{ rule: 'replayed-history', events: 200, tokens: 200 * 2_360 }],
      [{ rule: 'replayed-history', events: 150, tokens: 150 * 2_360 }],
    ])
  })

  test('takes the second of two files with the same bytes as unchanged', async () => {
    const folder = testFolder()
    const file = transcript(folder, A, 0, 200)
    const copy = path.join(testFolder(), path.basename(file))
    copyFileSync(file, copy)
    const receipt = await importInto(await testDb(), [file, copy])
    expect(receipt.files.map(({ status }) => status)).toEqual(['imported', 'unchanged'])
  })

  test('rejects the file whose rows cannot be written, and keeps those before and after as if it were not there', async () => {
    const folder = testFolder()
    const files = [
      transcript(folder, A, 0, 200),
      transcript(folder, B, 100, 400, 'the bad one'),
      transcript(folder, C, 150, 350),
    ]
    const store = await testDb()
    writerOf(store.db).script(
      `CREATE TRIGGER "no" BEFORE INSERT ON "Entry" WHEN NEW."sessionId" LIKE '%${B}' BEGIN SELECT RAISE(ABORT, 'not this one'); END`,
      [],
    )
    const receipt = await importInto(store, files)
    expect(receipt.files.map(({ status }) => status)).toEqual(['imported', 'rejected', 'imported'])
    expect(receipt.files[1]?.rejected[0]?.reason).toContain('not this one')
    const others = await imported([files[0] ?? '', files[2] ?? ''])
    expect(await fingerprint(store.db)).toEqual(await fingerprint(others.db))
  })
})
