import type { Overview } from '@/lib/overview/schema'
import { dayText } from '@/lib/time/format'

/** The window in a few words: it ends now, or with the newest evidence when that is old. */
export function windowText({ to, anchoredTo }: Overview['window']): string {
  return anchoredTo === 'now' ? 'last 14 days' : `14 days to ${dayText(new Date(to))}`
}

/** The same, with what it is anchored to, for the charts. */
export function windowReason({ from, to, anchoredTo }: Overview['window']): string {
  const days = `${dayText(new Date(from))} – ${dayText(new Date(to))}, UTC`
  return anchoredTo === 'now' ? `${days}: the last 14 days` : `${days}: the 14 days up to the newest evidence`
}
