import type { Place } from './template-holes'

/** Templates that are equal but for one place. */
export interface Bucket {
  before: string
  after: string
  templates: string[]
}

/** In no template: `cleanText` removes controls. */
const PLACE_MARK = '\u0002'

/**
 * All buckets of at least two templates. Hashes first: most places are met in one template only, and the texts of all
 * would fill the memory. Linear in the sum of the lengths and places.
 */
export function findBuckets(templates: readonly string[], placesFor: (template: string) => readonly Place[]): Bucket[] {
  const keys = hashPlaces(templates, placesFor)
  const isShared = sharedKeys(keys)
  const buckets = new Map<string, Bucket>()
  let at = 0
  for (const template of templates) {
    for (const { start, end } of placesFor(template)) {
      if (isShared(keys[at] ?? 0)) addTo(buckets, template, start, end)
      at += 1
    }
  }
  return [...buckets.values()].filter((bucket) => bucket.templates.length >= 2)
}

function addTo(buckets: Map<string, Bucket>, template: string, start: number, end: number): void {
  const [before, after] = [template.slice(0, start), template.slice(end)]
  const key = before + PLACE_MARK + after
  const bucket = buckets.get(key)
  if (bucket) bucket.templates.push(template)
  else buckets.set(key, { before, after, templates: [template] })
}

/** One number per place of what stands before and behind it, in the order of templates and places. */
function hashPlaces(templates: readonly string[], placesFor: (template: string) => readonly Place[]): Float64Array {
  let total = 0
  for (const template of templates) total += placesFor(template).length
  const keys = new Float64Array(total)
  let at = 0
  for (const template of templates) {
    const prefixes = prefixHashes(template)
    const suffixes = suffixHashes(template)
    for (const { start, end } of placesFor(template)) {
      // 26 + 27 bits, what a number holds exactly. The lengths tell "a|b" from "|ab".
      keys[at] = ((prefixes[start] ?? 0) >>> 6) * 2 ** 27 + (((suffixes[end] ?? 0) ^ Math.imul(start, 40_503)) >>> 5)
      at += 1
    }
  }
  return keys
}

function prefixHashes(text: string): Int32Array {
  const hashes = new Int32Array(text.length + 1)
  let hash = 7
  for (let at = 0; at < text.length; at += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) + 0x9e37
    hashes[at + 1] = hash
  }
  return hashes
}

function suffixHashes(text: string): Int32Array {
  const hashes = new Int32Array(text.length + 1)
  let hash = 11
  for (let at = text.length - 1; at >= 0; at -= 1) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) + 0x79b9
    hashes[at] = hash
  }
  return hashes
}

/** Tells of a key whether it occurs at least twice. */
function sharedKeys(keys: Float64Array): (key: number) => boolean {
  const sorted = keys.toSorted()
  const shared = new Set<number>()
  for (let at = 1; at < sorted.length; at += 1) {
    if (sorted[at] === sorted[at - 1]) shared.add(sorted[at] ?? 0)
  }
  return (key) => shared.has(key)
}
