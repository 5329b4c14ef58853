/**
 * One thing that is known of an arm, or why it is not. `not_applicable`: the format cannot have it; `unknown`: it could, and
 * nothing says it.
 */
export type Fact<T> =
  | {
      state: 'known'
      value: T
      /** Table and id, or file and line. */
      evidence: string
      /** Who vouches for it, where that is not the run's own record. */
      source?: string
    }
  | { state: 'unknown'; looked: string }
  | { state: 'not_applicable'; because: string }

export const known = <T>(value: T, evidence: string, source?: string): Fact<T> =>
  source === undefined ? { state: 'known', value, evidence } : { state: 'known', value, evidence, source }

/** @param looked where it would stand */
export const unknown = (looked: string): Fact<never> => ({ state: 'unknown', looked })

/** @param because a clause: "a transcript has no judge" */
export const notApplicable = (because: string): Fact<never> => ({ state: 'not_applicable', because })

export const knownValue = <T>(fact: Fact<T>): T | null => (fact.state === 'known' ? fact.value : null)
export const evidenceOf = (fact: Fact<unknown>): string | null => (fact.state === 'known' ? fact.evidence : null)
