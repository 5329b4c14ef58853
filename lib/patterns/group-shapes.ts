import { fingerprintOf } from '@/lib/fingerprint/fingerprint'
import { learnTemplates } from '@/lib/fingerprint/learn-templates'
import { ShapeTable } from '@/lib/fingerprint/shape-table'

export interface Shape {
  id: string
  shape: string
  /** Set: an operator's rule made it, and its template is what the operator wrote. */
  ruleId: string | null
}

/** "What belongs to this shape belongs to that pattern", in the order in which operators said so. */
export interface MergeRule {
  fromShape: string
  intoShape: string
}

export interface Grouped {
  template: string
  patternId: string
}

/**
 * The template of each shape and the pattern it belongs to: a function of the set of shapes and of the merges in their
 * order. A merge that came to nothing (both are one by now, or a shape is gone) changes nothing.
 */
export function groupShapes(shapes: readonly Shape[], merges: readonly MergeRule[]): Map<string, Grouped> {
  const templates = templatesOf(shapes)
  const ownPattern = new Map(shapes.map(({ id }) => [id, fingerprintOf(templates.get(id) ?? '').fingerprint] as const))
  const heirs = mergedInto(ownPattern, merges)
  return new Map(
    shapes.map(({ id }) => {
      const own = ownPattern.get(id) ?? ''
      return [id, { template: templates.get(id) ?? '', patternId: heirOf(heirs, own) }]
    }),
  )
}

function templatesOf(shapes: readonly Shape[]): Map<string, string> {
  const table = new ShapeTable()
  const learned = shapes.filter(({ ruleId }) => ruleId === null)
  // By text: which shapes are told apart by fewer words must not depend on the order of import.
  const numbers = learned.map(({ id, shape }) => [id, table.idOf(shape)] as const)
  const keyOf = new Map([...table.entries()].map(([key, number]) => [number, key]))
  const templates = learnTemplates(keyOf.values())
  const result = new Map(shapes.map(({ id, shape }) => [id, shape]))
  for (const [id, number] of numbers) {
    const key = keyOf.get(table.current(number))
    if (key !== undefined) result.set(id, templates.get(key) ?? key)
  }
  return result
}

function mergedInto(ownPattern: ReadonlyMap<string, string>, merges: readonly MergeRule[]): Map<string, string> {
  const heirs = new Map<string, string>()
  for (const { fromShape, intoShape } of merges) {
    const [from, into] = [ownPattern.get(fromShape), ownPattern.get(intoShape)]
    if (from === undefined || into === undefined) continue
    const [fromHeir, intoHeir] = [heirOf(heirs, from), heirOf(heirs, into)]
    if (fromHeir !== intoHeir) heirs.set(fromHeir, intoHeir)
  }
  return heirs
}

function heirOf(heirs: ReadonlyMap<string, string>, pattern: string): string {
  let at = pattern
  for (let next = heirs.get(at); next !== undefined; next = heirs.get(at)) at = next
  return at
}
