import { foldLists } from './fold-lists'
import { HOLE } from './mask-characters'
import { type Bucket, findBuckets } from './place-buckets'
import { type Place, placesOf } from './template-holes'

/** So many different values in one place make the place a variable. */
const VALUES_MIN = 5
/** In front, a plain word is more often what the message is about: more values are needed there. */
const FIRST_VALUES_MIN = 12
/** From this share of values on that no dictionary holds, the front is a place like any other. */
const TECHNICAL_SHARE = 0.75
/** What follows the word "user" is a name. */
const USER_VALUES_MIN = 2
/** What follows a runner's FAIL is a test: the name is what the message is about, however many fail. */
const BEHIND_FAIL = /(?:^|[^\p{L}])FAIL(?:ED)?:? $/u
const ROUNDS_MAX = 20

const TECHNICAL = /[0-9\u0001\\/@$:]|\p{L}[._-]\p{L}/u
const HAS_WORD = /\p{L}/u
const ONLY_PUNCTUATION = /^[^\p{L}\p{N}\u0001]*$/u
const BEHIND_USER = /(?:^|[^\p{L}\p{N}_])user $/iu

interface Merge extends Bucket {
  wild: boolean
  values: number
}

/**
 * Templates of similar shapes: where shapes differ in one place only, and the place takes many values or is a hole in
 * one of them, the place becomes a hole. A function of the set of shapes; their order and counts do not matter.
 * @returns the template of every shape; of most it is the shape itself
 */
export function learnTemplates(shapes: Iterable<string>): Map<string, string> {
  const templateOf = new Map<string, string>()
  for (const shape of shapes) templateOf.set(shape, shape)
  const members = new Map([...templateOf.keys()].sort().map((shape) => [shape, [shape]]))
  const placesFor = rememberPlaces()
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const merges = findBuckets([...members.keys()], placesFor)
      .map(toMerge)
      .filter(isVariable)
      .sort(byEvidence)
    if (merges.length === 0) break
    applyMerges(merges, members)
  }
  for (const [template, own] of members) for (const shape of own) templateOf.set(shape, template)
  return templateOf
}

function rememberPlaces(): (template: string) => readonly Place[] {
  const known = new Map<string, readonly Place[]>()
  return (template) => {
    const places = known.get(template) ?? placesOf(template)
    known.set(template, places)
    return places
  }
}

/** Templates are distinct, so in one bucket every value is met once. */
function toMerge(bucket: Bucket): Merge {
  const wild = bucket.templates.some((template) => valueIn(bucket, template) === HOLE)
  return { ...bucket, wild, values: bucket.templates.length - Number(wild) }
}

const valueIn = ({ before, after }: Bucket, template: string) =>
  template.slice(before.length, template.length - after.length)

function isVariable(merge: Merge): boolean {
  const { before, after, wild, values } = merge
  if (!HAS_WORD.test(before) && !HAS_WORD.test(after)) return false
  if (BEHIND_FAIL.test(before)) return false
  const isFirst = ONLY_PUNCTUATION.test(before)
  const share = isFirst ? technicalShare(merge) : 0
  if (wild && (!isFirst || share === 1)) return values >= 1
  if (BEHIND_USER.test(before)) return values >= USER_VALUES_MIN
  return values >= (isFirst && share < TECHNICAL_SHARE ? FIRST_VALUES_MIN : VALUES_MIN)
}

function technicalShare(merge: Merge): number {
  const values = merge.templates.map((template) => valueIn(merge, template)).filter((value) => value !== HOLE)
  return values.filter((value) => TECHNICAL.test(value)).length / values.length
}

/** Surest first: known holes, many values, the narrowest place; the text only decides between equals. */
function byEvidence(a: Merge, b: Merge): number {
  return (
    Number(b.wild) - Number(a.wild) ||
    b.values - a.values ||
    b.before.length + b.after.length - (a.before.length + a.after.length) ||
    compare(a.before, b.before) ||
    compare(a.after, b.after)
  )
}
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** A template takes part in one merge of a round; what is left of a bucket comes up again in the next. */
function applyMerges(merges: readonly Merge[], members: Map<string, string[]>): void {
  const used = new Set<string>()
  for (const { before, after, templates } of merges) {
    const free = templates.filter((template) => !used.has(template))
    if (free.length < 2) continue
    const merged = foldLists(before + HOLE + after)
    const own = free.flatMap((template) => members.get(template) ?? [])
    for (const template of free) {
      used.add(template)
      members.delete(template)
    }
    // A later merge must not use what this one made: its places are not those the round looked at.
    used.add(merged)
    members.set(merged, [...(members.get(merged) ?? []), ...own])
  }
}
