/** A version, a date (with a letter or a serial number), or a time stamp at the end of a run's id. */
const SUFFIX = /[-_](?:v\d+[a-z]?|\d{8}(?:[-T_]?\d{4,6}Z?)?[a-z]?(?:[-_]\d{1,3})?)$/i
/** Longer ids are no names that anybody versions; they are their own job. */
const STEM_MAX = 300
const REPLAY = /-replay-\d{8}-\d{6}$/

/**
 * The job that a run's id names: the id before its version and date, so that `research-system-v29` and
 * `research-system-v3` are tries at one job. Inferred; an id that is nothing but a suffix is its own job.
 */
export function jobStem(runKey: string): string {
  if (runKey.length > STEM_MAX) return runKey
  let stem = runKey.replace(REPLAY, '')
  for (let shorter = stem.replace(SUFFIX, ''); shorter !== stem && shorter !== ''; shorter = stem.replace(SUFFIX, '')) {
    stem = shorter
  }
  return stem
}
