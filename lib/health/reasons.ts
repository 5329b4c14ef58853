/** What health looks at. */
export interface Vitals {
  /** Only the operator's database has a worker; the sample is written once. */
  workerExpected: boolean
  workerAlive: boolean
  failingSources: readonly { path: string; error: string | null }[]
  newestImportError: string | null
  /** Null when it cannot be told. */
  freeBytes: number | null
}

const FREE_BYTES_MIN = 500_000_000
const MEGABYTE = 1_000_000

/** Why Pitwall is degraded, one sentence each; empty when it is healthy. */
export function degradedReasons(vitals: Vitals): string[] {
  const reasons: string[] = []
  if (vitals.workerExpected && !vitals.workerAlive) reasons.push('No ingest worker is running: imports wait')
  for (const { path, error } of vitals.failingSources) {
    reasons.push(`The source ${path} fails: ${error ?? 'no reason given'}`)
  }
  if (vitals.newestImportError !== null) reasons.push(`The newest import failed: ${vitals.newestImportError}`)
  if (vitals.freeBytes !== null && vitals.freeBytes < FREE_BYTES_MIN) {
    reasons.push(`Only ${Math.floor(vitals.freeBytes / MEGABYTE)} MB are free where the database lies`)
  }
  return reasons
}
