import { catalogueEntry, mayBeEcho } from '@/lib/fingerprint/catalogue/catalogue'
import { classifyFailure, firstEntry } from '@/lib/fingerprint/cause'
import { FINGERPRINT_ALGORITHM, failureShape } from '@/lib/fingerprint/fingerprint'
import { lineRole } from '@/lib/fingerprint/generic-lines'
import { HOLE } from '@/lib/fingerprint/mask-characters'
import { matchesTemplate, WILD } from '@/lib/fingerprint/match-template'
import { stableHash } from '@/lib/sources/stable-hash'

/** A template that an operator wrote: it gathers the failures it matches. */
export interface TemplateRule {
  id: string
  template: string
  /** Null: of any system. */
  system: string | null
}

/** What a failure's message looks like, and whether it tells of a failure of its own. */
export interface FailureShape {
  id: string
  shape: string
  ruleId: string | null
  /** It says that something failed before it, not what. */
  echo: boolean
}

interface FailureText {
  message: string
  system: string
  /** The catalogue's entry and the words that decided; null when none knows it. */
  causeRule: string | null
}

/** The entry in what is stored of a verdict: its id stands before the words. */
export const ruleIn = (causeRule: string | null): string | null => causeRule?.split(':', 1)[0] ?? null

/** An echo says so at its beginning; a long output may quote anything. */
const ECHO_CHARS = 400

/** A reader may have named the cause that stands behind an echo; by its own words it is an echo all the same. */
function readsAsEcho({ message, system }: FailureText): boolean {
  const head = message.slice(0, ECHO_CHARS)
  if (!mayBeEcho(head)) return false
  const { rule } = classifyFailure(head, { system, state: null })
  return catalogueEntry(rule ?? '')?.kind === 'consequence'
}

/** The shape of a failure; null of a person's decision, which is no failure. The first rule that matches wins. */
export function shapeOfFailure(failure: FailureText, rules: readonly TemplateRule[]): FailureShape | null {
  const { text, shape } = failureShape(failure.message)
  const kind = kindOf(failure, text)
  if (kind === 'decision') return null
  const echo = kind === 'consequence' || isGeneric(text) || readsAsEcho(failure)
  const rule = rules.find(({ system, template }) => inSystem(system, failure) && matchesTemplate(text, template))
  if (rule) return { id: ruleShapeId(rule.id), shape: ruleShape(rule.template), ruleId: rule.id, echo }
  return { id: shapeId(shape), shape, ruleId: null, echo }
}

/** What the source says of the cause hides no decision: its words are looked at where the verdict is not of the catalogue. */
function kindOf({ causeRule, system }: FailureText, line: string) {
  const rule = ruleIn(causeRule)
  if (rule === null) return null
  return (catalogueEntry(rule) ?? firstEntry(line, system)?.entry)?.kind ?? null
}

const inSystem = (system: string | null, failure: FailureText) => system === null || system === failure.system
const isGeneric = (line: string) => ['leads', 'trails'].includes(lineRole(line.trim()))
const shapeId = (shape: string) => stableHash([FINGERPRINT_ALGORITHM, shape]).slice(0, 24)

/** The shape that stands for all failures of an operator's rule. */
export const ruleShapeId = (ruleId: string): string => stableHash(['rule', ruleId]).slice(0, 24)
export const ruleShape = (template: string): string => template.trim().replace(/ +/g, ' ').replaceAll(WILD, HOLE)
