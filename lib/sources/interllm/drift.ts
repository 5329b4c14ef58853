import type { Json } from '@/lib/sources/codex/json-value'

/** What was asked for, and what a Codex session says it runs with. */
export interface Settings {
  model: string | null
  effort: string | null
}

export interface Drift {
  flags: string[]
  /** Per setting both values; empty when nothing drifted. */
  evidence: Json
}

const DATE = /[-@]20\d{2}-?\d{2}-?\d{2}$/

/** A dated name is the same model; case and blanks are no difference. */
const plain = (name: string) => name.trim().toLowerCase().replace(DATE, '')

/** Where the observed settings are not the requested ones. What one side does not say has not drifted. */
export function driftOf(requested: Settings, observed: Settings): Drift {
  const drift: Drift = { flags: [], evidence: {} }
  for (const name of ['model', 'effort'] as const) {
    const [asked, seen] = [requested[name], observed[name]]
    if (asked === null || seen === null || plain(asked) === plain(seen)) continue
    drift.flags.push(`${name}_drift`)
    drift.evidence[name] = { requested: asked, observed: seen }
  }
  return drift
}
