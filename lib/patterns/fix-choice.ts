import type { Wanted } from './moves'

/** A fix as the form has it. */
export interface FixChoice {
  step: 'fix_proposed' | 'fix_merged'
  /** Text or link. */
  text: string
  commit: string
  /** When it went live, of UTC: YYYY-MM-DDTHH:mm; empty: now. */
  at: string
}

const COMMIT = /^[0-9a-f]{7,64}$/i
const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2})?$/

/** What the form asks for, or what is wrong with it, by field. */
export function readFixChoice({
  step,
  text,
  commit,
  at,
}: FixChoice): { wanted: Wanted } | { faults: Partial<Record<keyof FixChoice, string>> } {
  const faults: Partial<Record<keyof FixChoice, string>> = {}
  const [reason, fixCommit] = [text.trim(), commit.trim()]
  if (step === 'fix_proposed') {
    return reason === '' ? { faults: { text: 'A text or a link is needed' } } : { wanted: { to: step, reason } }
  }
  if (fixCommit !== '' && !COMMIT.test(fixCommit)) faults.commit = '7 to 64 hexadecimal digits'
  if (at !== '' && !AT.test(at)) faults.at = 'A day and a time of day'
  if (Object.keys(faults).length > 0) return { faults }
  return {
    wanted: {
      to: step,
      ...(reason === '' ? {} : { reason }),
      ...(fixCommit === '' ? {} : { fixCommit }),
      ...(at === '' ? {} : { fixAt: `${at}Z` }),
    },
  }
}
