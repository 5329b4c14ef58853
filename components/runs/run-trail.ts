import { z } from 'zod'

/** The list from which a run was opened: the run page steps through it and leads back to it. Of this tab only. */
const RunTrail = z.object({ href: z.string().startsWith('/runs'), ids: z.array(z.string()).max(500) })
export type RunTrail = z.infer<typeof RunTrail>

const KEY = 'pitwall.run-trail'

export function leaveTrail(trail: RunTrail): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(trail))
  } catch {
    // Without storage there is no previous and next, nothing else.
  }
}

/** The raw text, so that React can tell whether it changed. */
export function readTrail(): string {
  try {
    return sessionStorage.getItem(KEY) ?? ''
  } catch {
    return ''
  }
}

export interface TrailPlace {
  /** Back to the list, with this run marked. */
  href: string
  /** From 1. */
  position: number
  of: number
  previous: string | null
  next: string | null
}

/** Where a run stands in the list it came from; null when it came from none. */
export function placeInTrail(text: string, id: string): TrailPlace | null {
  const trail = parseTrail(text)
  const index = trail?.ids.indexOf(id) ?? -1
  if (!trail || index < 0) return null
  const { href, ids } = trail
  return {
    href: marking(href, id),
    position: index + 1,
    of: ids.length,
    previous: ids[index - 1] ?? null,
    next: ids[index + 1] ?? null,
  }
}

/** The address of the list with this run marked, wherever the steps have led. */
function marking(href: string, id: string): string {
  const [path = '', query = ''] = href.split('?', 2)
  const params = new URLSearchParams(query)
  params.set('row', id)
  return `${path}?${params}`
}

function parseTrail(text: string): RunTrail | null {
  try {
    return RunTrail.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
