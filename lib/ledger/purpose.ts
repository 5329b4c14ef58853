/** What usage was for, in five words. Never guessed: the parts sum to the whole because what is not known is `other`. */

const PURPOSES = ['base', 'retrieval', 'second_opinion', 'evidence_request', 'other'] as const
export type Purpose = (typeof PURPOSES)[number]

/** Roles whose work says what it is for; docs/decisions/0020 has the reasons. */
const OF_ROLE: Readonly<Record<Exclude<Purpose, 'evidence_request' | 'other'>, readonly string[]>> = {
  base: [
    ...['builder', 'executor', 'coordinator', 'planner', 'agent', 'main', 'sub-agent', 'claude_code', 'policy'],
    ...['proposer', 'reflection'],
  ],
  retrieval: ['retrieval', 'retriever', 'embedding', 'search'],
  second_opinion: ['auditor', 'doctor', 'reviewer', 'judge', 'verifier', 'critic'],
}

const BY_ROLE = new Map<string, Purpose>(
  Object.entries(OF_ROLE).flatMap(([purpose, roles]) => roles.map((role) => [role, purpose as Purpose] as const)),
)
const NAMED = new Map<string, Purpose>(PURPOSES.map((purpose) => [purpose, purpose]))

/**
 * The purpose of a usage event: the one that the source names, else the one that its role stands for, else `other`.
 * A role may say more after a colon (`agent:planner`), which does not count.
 * @param recorded what the source says it was for, in its own words; only the five words count
 */
export function purposeOf(recorded: string | null, role: string | null): Purpose {
  const named =
    recorded === null
      ? undefined
      : NAMED.get(
          recorded
            .trim()
            .toLowerCase()
            .replace(/[\s-]+/g, '_'),
        )
  if (named !== undefined) return named
  const [own = ''] = role?.slice(0, 100).trim().toLowerCase().split(':', 1) ?? []
  return BY_ROLE.get(own) ?? 'other'
}
