import path from 'node:path'
import { expect, test } from 'vitest'
import type { BinaryTests } from '@/lib/experiments/analysis-schema'
import { ExperimentDetail, GetExperimentInput } from '@/lib/experiments/experiment-schema'
import { imported } from '@/lib/testing/importing'
import { REAL_DATA } from '@/lib/testing/test-db'
import { getExperiment } from './get-experiment'

const LEADERBOARD = path.join(
  REAL_DATA ?? '',
  'ab/SWE-bench+swe-bench.github.io/data/leaderboards.bash-only.shared.json',
)
const ID = 'table:results:leaderboard/bash-only'
const SONNET_45 = 'Claude 4.5 Sonnet (20250929)'
const GPT_5 = 'GPT-5 (2025-08-07) (medium reasoning)'
const GEMINI_3 = 'Gemini 3 Pro Preview (2025-11-18)'

interface Expected {
  arms: [a: string, b: string]
  /** Both, only A, only B, neither. */
  table: [number, number, number, number]
  /** A − B in percentage points. */
  points: number
  p: number
  dollars: [number, number]
  perResolved: [number, number]
}

const PAIRS: Expected[] = [
  {
    ...{ arms: [SONNET_45, GPT_5], table: [300, 53, 25, 122], points: 5.6, p: 0.00203114 },
    ...{ dollars: [279.1674, 140.1915], perResolved: [0.7908, 0.4314] },
  },
  {
    ...{ arms: [GEMINI_3, SONNET_45], table: [327, 44, 26, 103], points: 3.6, p: 0.0413914 },
    ...{ dollars: [229.9788, 279.1674], perResolved: [0.6199, 0.7908] },
  },
  {
    ...{ arms: [GPT_5, 'Claude 4 Sonnet (20250514)'], table: [284, 41, 40, 135], points: 0.2, p: 1 },
    ...{ dollars: [140.1915, 185.7266], perResolved: [0.4314, 0.5732] },
  },
  {
    ...{ arms: [GPT_5, 'GPT-5 mini (2025-08-07) (medium reasoning)'], table: [271, 54, 28, 147], points: 5.2 },
    ...{ p: 0.00543592, dollars: [140.1915, 17.7385], perResolved: [0.4314, 0.0593] },
  },
]

test.skipIf(!REAL_DATA)(
  'published rows give the expected tables, p values and costs of four pairs, and the headlines that do not follow',
  async () => {
    const { db } = await imported([LEADERBOARD])
    const ctx = { db, fleet: 'own' as const, now: new Date('2026-02-01T00:00:00.000Z') }
    const get = async (more: object = {}) =>
      getExperiment(ctx, GetExperimentInput.parse({ id: ID, limit: 500, ...more }))
    for (const {
      arms: [control, treatment],
      table,
      points,
      p,
      dollars,
      perResolved,
    } of PAIRS) {
      const { analysis, arms } = await get({ control, treatment })
      const [both, onlyControl, onlyTreatment, neither] = table
      expect(analysis?.table).toEqual({ both, onlyControl, onlyTreatment, neither })
      expect((analysis?.tests as BinaryTests | undefined)?.mcnemar?.exact).toBeCloseTo(p, 7)
      // Differences are treatment − control.
      expect(analysis?.effect.difference?.estimate).toBeCloseTo(-points / 100, 10)
      const sides = [arms.control, arms.treatment]
      expect(sides.map(({ costMicroUsd }) => Number(((costMicroUsd.sum ?? 0) / 1e6).toFixed(4)))).toEqual(dollars)
      const each = sides.map((arm) => Number(((arm.costPerSuccessMicroUsd ?? 0) / 1e6).toFixed(4)))
      expect(each).toEqual(perResolved)
    }
    const whole = await get()
    expect(ExperimentDetail.parse(whole)).toEqual(whole)
    expect(whole.headlines.filter(({ agrees }) => !agrees)).toMatchObject([
      { configuration: 'Claude 3.7 Sonnet (20250219)', published: 52.8, rows: 10.2 },
      { configuration: 'Claude 4 Sonnet (20250514)', published: 64.93, rows: 64.8 },
    ])
    expect(whole.headlines).toHaveLength(33)
    expect(whole.matrix).toMatchObject({ family: 55, left: 0 })
    const cell = whole.matrix?.cells.find((one) => one.control === SONNET_45 && one.treatment === GPT_5)
    expect(cell).toMatchObject({ n: 500, onlyControl: 53, onlyTreatment: 25 })
    expect(cell?.holmP).toBeGreaterThan(cell?.p ?? 1)
    const front = whole.points.filter(({ onFrontier }) => onFrontier).map(({ configuration }) => configuration)
    expect(front).toContain(GEMINI_3)
    expect(front).not.toContain(SONNET_45)
  },
)
