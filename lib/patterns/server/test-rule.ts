import 'server-only'
import type { Context } from '@/lib/context'
import { failureShape } from '@/lib/fingerprint/fingerprint'
import { matchesTemplate } from '@/lib/fingerprint/match-template'
import type { RuleTest, TestRuleInput } from '../operator-schema'
import { ruleShapeId } from '../shape-of-failure'

const LOOKED_MAX = 10_000
const SAMPLES = 5
const SAMPLE_CHARS = 300

/** What a rule would do to the newest failures: nothing is kept. */
export async function testRule({ db }: Context, input: TestRuleInput): Promise<RuleTest> {
  const failures = await db.failure.findMany({
    where: { shapeId: { not: null } },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: LOOKED_MAX,
    select: { id: true, message: true, system: true, patternId: true, shapeId: true },
  })
  const own = input.replaces === undefined ? null : ruleShapeId(input.replaces)
  const tally = { gained: 0, lost: 0, kept: 0 }
  const samples: RuleTest['samples'] = { gained: [], lost: [] }
  const [of, moved] = [new Map<string | null, number>(), new Map<string | null, number>()]
  for (const { id, message, system, patternId, shapeId } of failures) {
    of.set(patternId, (of.get(patternId) ?? 0) + 1)
    const before = own !== null && shapeId === own
    const after =
      (input.system === null || input.system === system) && matchesTemplate(failureShape(message).text, input.template)
    const what = after ? (before ? 'kept' : 'gained') : before ? 'lost' : null
    if (what === null) continue
    tally[what] += 1
    if (what === 'gained') moved.set(patternId, (moved.get(patternId) ?? 0) + 1)
    if (what !== 'kept' && samples[what].length < SAMPLES)
      samples[what].push({ id, message: failureShape(message).text.slice(0, SAMPLE_CHARS).toWellFormed() })
  }
  const titles = await db.pattern.findMany({
    where: { id: { in: [...moved.keys()].filter((id) => id !== null) } },
    select: { id: true, title: true },
  })
  const titleOf = new Map(titles.map(({ id, title }) => [id, title]))
  return {
    looked: failures.length,
    ...tally,
    moved: [...moved]
      .map(([id, count]) => ({ id, title: titleOf.get(id ?? '') ?? null, count, of: of.get(id) ?? count }))
      .sort((a, b) => b.count - a.count || ((a.id ?? '') < (b.id ?? '') ? -1 : 1)),
    samples,
  }
}
