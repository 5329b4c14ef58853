import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { EXECUTOR_LOG } from '@/lib/sources/autopack/executor-log-fixture'
import { imported } from '@/lib/testing/importing'
import { testFolder } from '@/lib/testing/test-db'
import { readRaw } from './read-raw'

const utf16 = Buffer.from(`\uFEFF${EXECUTOR_LOG}`, 'utf16le')

test('a failure leads to its line, in UTF-8 and in UTF-16', async () => {
  for (const bytes of [Buffer.from(EXECUTOR_LOG), utf16, Buffer.from(utf16).swap16()]) {
    const file = path.join(testFolder(), 'run.log')
    writeFileSync(file, bytes)
    const { db } = await imported([file])
    const failure = await db.failure.findFirstOrThrow({ where: { type: 'deliverables_missing' } })
    const content = await db.content.findUniqueOrThrow({ where: { id: failure.contentId ?? '' } })
    const line = '[2026-03-01 10:00:09] ERROR: [parse-dates] Deliverables validation FAILED'
    expect(await readRaw(db, content, failure.ref)).toMatchObject({ line: 10, text: line })
    expect(await readRaw(db, content, 'line 1')).toMatchObject({ text: EXECUTOR_LOG.split('\n')[0] })
  }
})
