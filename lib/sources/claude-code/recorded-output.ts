type Version = readonly [major: number, minor: number, patch: number]

/** Versions that write the final count of output; all others write what the stream opened with, at least at times. */
const FINAL: readonly { from: Version; to: Version | null }[] = [
  { from: [2, 0, 37], to: [2, 0, 44] },
  { from: [2, 1, 101], to: null },
]

const before = (a: Version, b: Version) => a[0] - b[0] || a[1] - b[1] || a[2] - b[2]

function versionOf(text: string): Version | null {
  const match = /^(\d{1,6})\.(\d{1,6})\.(\d{1,6})/.exec(text)
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null
}

const known = new Map<string, boolean>()
const KNOWN_MAX = 500

/** True when this version of the program is known to record the output of a response in full. */
export function recordsFinalOutput(text: string | null): boolean {
  if (text === null) return false
  const seen = known.get(text)
  if (seen !== undefined) return seen
  const version = versionOf(text)
  const final =
    version !== null &&
    FINAL.some(({ from, to }) => before(version, from) >= 0 && (to === null || before(version, to) <= 0))
  if (known.size < KNOWN_MAX) known.set(text, final)
  return final
}
