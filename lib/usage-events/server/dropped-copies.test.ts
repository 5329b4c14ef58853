import { expect, it } from 'vitest'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { makeRun, makeSession, makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { DroppedCopyPage, LINES_RULE, ListDroppedCopiesInput } from '@/lib/usage-events/schema'
import { getUsageEvent } from './get-usage-event'
import { listDroppedCopies } from './list-dropped-copies'

const contextOf = (db: Db) => ({ db }) as Context

/** A response of a session, so often written by forks of it, and on so many lines of its own session. */
async function makeWritten(db: Db, { forks, lines, at }: { forks: number; lines: number; at: string | null }) {
  const total = 10n
  const event = await makeUsage(db, 'autopack:r', {
    ...{ at, unsplit: total, sessionId: 'autopack:origin', copies: forks + 1, lines: forks + lines },
    writtenTokens: total * BigInt(forks + lines),
  })
  for (let index = 0; index <= forks; index += 1) {
    const kept = index === 0
    const count = kept ? lines : 1
    await db.usageCopy.create({
      data: {
        ...{
          id: `${event.id}#${index}`,
          eventId: event.id,
          sessionId: kept ? 'autopack:origin' : `autopack:fork-${index}`,
        },
        ...{ at, kept, rule: kept ? null : 'replayed-history', lineCount: count, writtenTokens: total * BigInt(count) },
        ...{
          lines: JSON.stringify(Array.from({ length: count }, (_, line) => [`${line + 1}`, 10, line, 3, null])),
          version: '',
        },
      },
    })
  }
  return event
}

async function listed(db: Db, asked: Record<string, unknown>) {
  const items: DroppedCopyPage['items'] = []
  for (let cursor: string | undefined; ; ) {
    const input = ListDroppedCopiesInput.parse({ ...asked, limit: 3, ...(cursor === undefined ? {} : { cursor }) })
    const page = await listDroppedCopies(contextOf(db), input)
    expect(DroppedCopyPage.parse(page)).toEqual(page)
    items.push(...page.items)
    if (page.nextCursor === null) return { items, page }
    cursor = page.nextCursor
  }
}

it('lists each dropped copy once over its pages, adding up to what its rule left out', async () => {
  const { db } = await testDb()
  await makeRun(db, { id: 'autopack:r', project: 'p' })
  await makeSession(db, 'autopack:r', { id: 'autopack:fork-1', name: 'the fork' })
  const at = '2026-01-19T12:00:00.000Z'
  for (const [forks, lines] of [
    [2, 1],
    [2, 3],
    [0, 4],
    [3, 1],
  ] as const)
    await makeWritten(db, { forks, lines, at })
  await makeWritten(db, { forks: 1, lines: 1, at: null })
  await makeUsage(db, 'autopack:r', { at, unsplit: 10n })
  await rollUp(db)
  for (const asked of [{ from: '2026-01-19', to: '2026-01-20' }, { project: 'p' }, {}]) {
    const { items, page } = await listed(db, asked)
    const rule = page.dropped.rules.find((each) => each.rule === 'replayed-history')
    expect(items.length).toBe('from' in asked ? 7 : 8)
    expect(new Set(items.map(({ id }) => id)).size).toBe(items.length)
    expect([page.total, rule?.events]).toEqual([items.length, items.length])
    expect(rule?.tokens).toBe(items.reduce((sum, { droppedTokens }) => sum + (droppedTokens ?? 0), 0))
    const lines = await listed(db, { ...asked, rule: LINES_RULE })
    expect(lines.items.map((item) => [item.lines, item.droppedTokens])).toEqual(
      expect.arrayContaining([
        [2, 20],
        [3, 30],
      ]),
    )
    expect(lines.items).toHaveLength(2)
    const again = page.dropped.rules.find((each) => each.rule === LINES_RULE)
    expect(again?.tokens).toBe(50)
    const { written, counted, rules } = page.dropped
    expect(written).toBe((counted ?? 0) + rules.reduce((sum, { tokens }) => sum + (tokens ?? 0), 0))
  }
  expect((await listed(db, { project: 'another' })).items).toEqual([])
})

it('shows the one that counts first among the copies of an event, with the lines it was written in', async () => {
  const { db } = await testDb()
  const { id } = await makeWritten(db, { forks: 2, lines: 3, at: null })
  const { copiesList, copiesTotal } = await getUsageEvent(contextOf(db), { id })
  expect(copiesTotal).toBe(3)
  expect(copiesList.map(({ kept, rule, lineCount }) => [kept, rule, lineCount])).toEqual([
    [true, null, 3],
    [false, 'replayed-history', 1],
    [false, 'replayed-history', 1],
  ])
  expect(copiesList[0]?.lines[2]).toEqual({ place: '3', tokens: 10, output: 2 })
})
