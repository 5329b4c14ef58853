/** Why a usage record was not counted, in the operator's words, by the rule that left it out. */
const RULES: Readonly<Record<string, string>> = {
  'growth-copy': 'the same file at an earlier size',
  'repeated-copy': 'one response written several times',
  'replayed-history': 'copied from another session',
  'repeated-event': 'the same count sent again',
  'session-totals-beside-calls': 'totals of sessions whose calls are counted one by one',
}

/** The words of a rule; an unknown one (a later version's) is shown as it stands. */
export function dropRuleText(rule: string): string {
  return Object.hasOwn(RULES, rule) ? (RULES[rule] ?? rule) : rule.replaceAll('-', ' ')
}
