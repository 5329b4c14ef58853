const NAMES = [
  'commit',
  'commit_hash',
  'commitHash',
  'commit_sha',
  'commitSha',
  'git_commit',
  'gitCommit',
  'sha',
  'revision',
]
const HEX = /^[0-9a-f]{7,64}$/i

/** The commit that a run's record names, at its top or under `git`; null when it names none. */
export function commitIn(data: unknown): string | null {
  const top = asRecord(data)
  for (const place of [top, asRecord(top?.['git']), asRecord(top?.['code'])]) {
    for (const name of place === null ? [] : NAMES) {
      const value = place?.[name]
      if (typeof value === 'string' && HEX.test(value.trim())) return value.trim().toLowerCase()
    }
  }
  return null
}

const asRecord = (value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null
