import { holdsKeptDigits } from './mask-characters'

/** A place in a template that may be a variable: from `start` to `end`, exclusive. */
export interface Place {
  start: number
  end: number
}

/** Holes and words. Kept digits are no part of a word, so that no merge can swallow an HTTP status. */
const WORD = /\u0001|[\w@$%*\u00c0-\ud7ff](?:[\w@$%*.#\u00c0-\ud7ff-]*[\w@$%*#\u00c0-\ud7ff])?/g
const PART = /[^ ]+/g
const TRAILING = /[,.;:!?]+$/
const WRAPPED = /^(?:\(.*\)|\[.*\]|\{.*\}|<.*>|".*"|'.*'|`.*`)$/

/** Where values may stand: words and holes, whole blank-separated parts, what is behind the first `=` or `:` of one. */
export function placesOf(template: string): Place[] {
  const places: Place[] = []
  const seen = new Set<number>()
  const add = (start: number, end: number) => {
    const key = start * 65_536 + end
    if (start >= end || seen.has(key)) return
    seen.add(key)
    places.push({ start, end })
  }
  for (const { 0: word, index } of template.matchAll(WORD)) add(index, index + word.length)
  for (const { 0: part, index } of template.matchAll(PART)) addPart(part, index, add)
  return places
}

function addPart(part: string, start: number, add: (start: number, end: number) => void): void {
  const core = part.replace(TRAILING, '')
  if (core === '' || holdsKeptDigits(core)) return
  const end = start + core.length
  add(start, end)
  const mark = core.search(/[=:]/)
  if (mark !== -1) add(start + mark + 1, end)
  if (WRAPPED.test(core)) add(start + 1, end - 1)
}
