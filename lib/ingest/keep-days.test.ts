import { expect, test } from 'vitest'
import { keptOffsets, noteZone } from '@/lib/db/kept-days'
import { checkRollUps } from '@/lib/db/roll-up-check'
import { makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { TokensInput } from '@/lib/tokens/schema'
import { getTokenAccount } from '@/lib/tokens/server/get-token-account'
import { keepDays } from './keep-days'
import { Lease } from './lease'

test('days of the zones that were looked at are kept, stay right, and go when others are looked at', async () => {
  const { db } = await testDb()
  const lease = await Lease.take(db, 'worker', new Date())
  if (!lease) throw new Error('somebody holds the lease')
  const use = async (at: string | null) => {
    await makeUsage(db, null, { at, unsplit: 1n })
    await rollUp(db)
  }
  const days = async (tz: string) => {
    const { rows } = await getTokenAccount({ db }, TokensInput.parse({ tz }))
    return rows.map(({ keys, events }) => [keys[0], events])
  }
  for (const at of ['2025-10-25T22:00:00.000Z', '2025-10-26T22:59:59.999Z', '2025-10-26T23:00:00.000Z', null])
    await use(at)
  await keepDays(db, lease)
  expect(await keptOffsets(db)).toEqual([0])
  const expected = [
    ['2025-10-26', 2],
    ['2025-10-27', 1],
    [null, 1],
  ]
  expect(await days('Europe/Berlin')).toEqual(expected)

  noteZone(db, 'Europe/Berlin', new Date('2026-01-01T00:00:00Z'))
  await expect.poll(() => db.meta.count({ where: { key: 'zone:Europe/Berlin' } })).toBe(1)
  await keepDays(db, lease)
  expect(await keptOffsets(db)).toEqual([0, 120, 60])
  expect(await checkRollUps(db)).toMatchObject({ differences: 0 })
  expect(await days('Europe/Berlin')).toEqual(expected)
  await use('2025-10-26T23:30:00.000Z')
  expect(await checkRollUps(db)).toMatchObject({ differences: 0 })
  expect((await days('Europe/Berlin'))[1]).toEqual(['2025-10-27', 2])

  for (const [index, zone] of ['Asia/Kolkata', 'Asia/Kathmandu', 'Asia/Tokyo'].entries())
    await db.meta.create({ data: { key: `zone:${zone}`, value: `2026-01-02T00:00:0${index}.000Z` } })
  await keepDays(db, lease)
  expect((await keptOffsets(db)).toSorted((a, b) => a - b)).toEqual([0, 330, 345, 540])
  expect(await db.usageDay.count({ where: { offset: { in: [60, 120] } } })).toBe(0)
  expect(await checkRollUps(db)).toMatchObject({ differences: 0 })
  await lease.release()
})
