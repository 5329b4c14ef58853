/** The optimisation of one benchmark by every stack that was compared on it. */
export const benchmarkJobKey = (benchmark: string) => `gepa/${benchmark}`
/** One stack's optimisation of one benchmark; its runs are the tries at it. */
export const stackJobKey = (benchmark: string, stack: string) => `gepa/${benchmark}/${stack}`
/** Everything that was compared: the evidence as a whole. */
export const EVIDENCE_JOB_KEY = 'gepa/evidence'
/** Candidates are numbered anew in every run. */
export const candidateKeyOf = (runKey: string, candidateId: string) => `${runKey}/${candidateId}`
/** What one evaluation tried: a candidate of a stack. */
export const configurationOf = (stack: string, candidateId: string) => `${stack}/${candidateId}`
