import { explainMessage } from '@/lib/fingerprint/explain-group'
import { failureHeadline } from '@/lib/fingerprint/failure-headline'
import { HOLE, restoreDigits } from '@/lib/fingerprint/mask-characters'
import type { DifferingPlace } from './schema'

/** Values that are told of one place; the rest is a number. */
const VALUES_MAX = 8
const VALUE_CHARS = 200
const AROUND_CHARS = 40

/** What stands under each mask of a template in these messages, the most frequent values first. */
export function differingPlaces(messages: readonly string[], template: string): DifferingPlace[] {
  const pieces = template.split(HOLE).map(restoreDigits)
  const places = pieces.slice(1).map(() => new Map<string, number>())
  for (const message of messages) {
    const values = valuesUnder(message, template, places.length)
    for (const [at, value] of values.entries()) {
      const counts = places[at]
      counts?.set(value, (counts.get(value) ?? 0) + 1)
    }
  }
  return places.flatMap((counts, place) => {
    if (counts.size === 0) return []
    const values = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    return [
      {
        place,
        before: (pieces[place] ?? '').slice(-AROUND_CHARS).toWellFormed(),
        after: (pieces[place + 1] ?? '').slice(0, AROUND_CHARS).toWellFormed(),
        distinct: counts.size,
        values: values.slice(0, VALUES_MAX).map(([value, count]) => ({ value, count })),
      },
    ]
  })
}

/** The values in the order of the places; none of a message that does not fit its template (lists that were folded). */
function valuesUnder(message: string, template: string, places: number): string[] {
  const parts = explainMessage(failureHeadline(message).text, template)
  const masked = parts.filter((part) => part.masked).map(({ text }) => text.slice(0, VALUE_CHARS).toWellFormed())
  return masked.length === places ? masked : []
}
