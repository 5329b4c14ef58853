export const CHECK_LEVELS = ['ok', 'warning', 'error', 'unknown', 'not_applicable'] as const
export type CheckLevel = (typeof CHECK_LEVELS)[number]

export const CHECK_MODES = ['strict', 'lenient'] as const
/** Strict: what is not known refuses the pair. */
export type CheckMode = (typeof CHECK_MODES)[number]

/** Whether a check alone makes the pair invalid. */
export function refuses({ level, only }: { level: CheckLevel; only?: 'tokens' | undefined }, mode: CheckMode): boolean {
  if (level === 'error') return only === undefined
  return level === 'unknown' && mode === 'strict'
}
