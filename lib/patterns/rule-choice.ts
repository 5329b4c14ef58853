import type { Cause } from '@/lib/model/status'
import { SYSTEMS } from '@/lib/model/systems'
import type { AddRuleInput } from './operator-schema'

/** A template as the form has it; empty: not said. */
export interface RuleChoice {
  template: string
  system: string
  title: string
  errorType: string
  cause: Cause | ''
  reason: string
}

export const EMPTY_RULE: RuleChoice = { template: '', system: '', title: '', errorType: '', cause: '', reason: '' }

const said = (text: string) => (text.trim() === '' ? null : text.trim())

/** What the form asks for, or what is wrong with it, by field. */
export function readRuleChoice({
  template,
  system,
  title,
  errorType,
  cause,
  reason,
}: RuleChoice): { rule: AddRuleInput } | { faults: Partial<Record<keyof RuleChoice, string>> } {
  const text = template.trim()
  if (!/[\p{L}\p{N}]{2}/u.test(text.replaceAll('<*>', ' ')))
    return { faults: { template: 'It needs a word that does not differ' } }
  const rule: AddRuleInput = {
    ...{ template: text, system: SYSTEMS.find((each) => each === system) ?? null },
    ...{ title: said(title), errorType: said(errorType), cause: cause === '' ? null : cause },
  }
  const why = said(reason)
  return { rule: why === null ? rule : { ...rule, reason: why } }
}
