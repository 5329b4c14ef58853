import type { DifferingPlace } from './schema'

const HOLE = '<*>'
/** Longest template that a rule takes, and the length at which values are cut. */
const [TEMPLATE_MAX, VALUE_MAX] = [600, 200]

type Filled = { template: string; refusal: null } | { template: null; refusal: string }

const refused = (refusal: string): Filled => ({ template: null, refusal })

/**
 * The template with one of its masked places filled by a value: what gathers the messages that have this value there.
 * Refused with the reason where such a template would not be exact.
 */
export function fillPlace(template: string, place: DifferingPlace, value: string): Filled {
  if (value.length >= VALUE_MAX) return refused('the value is too long to tell it from others')
  if (value.trim() === '' || value.includes(HOLE)) return refused('the value says nothing by itself')
  const pieces = template.split(HOLE)
  const { place: at, before, after } = place
  const [head, tail] = [pieces[at], pieces[at + 1]]
  // A message may hold the mark itself; then the places cannot be told apart.
  if (!head?.endsWith(before) || !tail?.startsWith(after)) return refused('its place in the template cannot be told')
  const filled = [...pieces.slice(0, at), `${head}${value}${tail}`, ...pieces.slice(at + 2)].join(HOLE)
  return filled.length > TEMPLATE_MAX
    ? refused('the template is too long for a rule')
    : { template: filled, refusal: null }
}
