import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { ComparisonInput } from '@/lib/prices/schema'
import { makeUsage, removeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { comparePrices } from './compare-prices'

const contextOf = (db: Db): Context => ({ db, fleet: 'own', now: new Date('2026-02-01T00:00:00.000Z') })
const cost = fc.option(fc.bigInt({ min: 0n, max: 10n ** 13n }), { nil: null })
const usage = fc.record({
  at: fc.constantFrom(null, '2026-01-02T00:00:00.000Z', '2026-01-02T23:59:59.999Z', '2026-01-03T10:07:00.000Z'),
  model: fc.constantFrom(null, 'a', 'b'),
  system: fc.constantFrom('autopack', 'codex'),
  lowerBound: fc.constantFrom('[]', '["output"]'),
  reported: cost,
  computed: cost,
})

const REPRICING = { priceTable: 'other', status: 'done', requestedAt: '2026-01-09T00:00:00.000Z' }

describe('comparePrices', () => {
  it('says the same from roll-ups, where no other table was asked, as from the events', async () => {
    const { db } = await testDb()
    const ctx = contextOf(db)
    await fc.assert(
      fc.asyncProperty(
        fc.array(usage, { minLength: 1, maxLength: 12 }),
        fc.constantFrom('model', 'system', 'day'),
        fc.constantFrom({}, { from: '2026-01-02T00:00:00.000Z', to: '2026-01-03T10:07:00.000Z' }, { system: 'codex' }),
        async (list, groupBy, narrowed) => {
          await removeUsage(db)
          await db.repricing.deleteMany()
          for (const { reported, computed, ...values } of list) {
            const costs = { costReportedPico: reported, costComputedPico: computed, costPico: reported ?? computed }
            await makeUsage(db, null, { ...values, ...costs })
          }
          await rollUp(db)
          const input = ComparisonInput.parse({ groupBy, ...narrowed })
          const fromRollUps = await comparePrices(ctx, input)
          await db.repricing.create({ data: REPRICING })
          const fromEvents = await comparePrices(ctx, input)
          const shown = ({ repriced: _, ...row }: { repriced: unknown }) => row
          expect(fromRollUps.rows.map(shown)).toEqual(fromEvents.rows.map(shown))
          expect(shown(fromRollUps.totals)).toEqual(shown(fromEvents.totals))
        },
      ),
      { numRuns: 15, seed: 7 },
    )
  })
})
