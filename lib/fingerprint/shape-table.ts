import { foldLists } from './fold-lists'
import { HOLE } from './mask-characters'

/** How many words of a shape count at each level; beyond the last none does. */
const WORDS_AT_LEVEL = [Number.POSITIVE_INFINITY, 12, 4, 1, 0]
const BUCKETS = 16
/** Shapes of one bucket before it is read more coarsely. Ordinary logs have some thousands in all. */
const BUCKET_MAX = 2_000

interface Bucket {
  level: number
  ids: Map<string, number>
}

/**
 * Numbers shapes, and keeps their count bounded whatever is fed: when too many differ, those whose first words fall into
 * the same bucket are told apart by fewer words. Which ones depends on the set of shapes alone, not on their order.
 */
export class ShapeTable {
  private readonly buckets: Bucket[] = Array.from({ length: BUCKETS }, () => ({ level: 0, ids: new Map() }))
  /** Of every number given out, the number it became when its bucket was read more coarsely; itself when it did not. */
  private readonly heirs: number[] = []

  /** The number of a shape. Numbers stay valid; `current` tells what became of one. */
  idOf(shape: string): number {
    const bucket = this.bucketOf(shape)
    const key = bucket.level === 0 ? shape : coarse(shape, bucket.level)
    const known = bucket.ids.get(key)
    if (known !== undefined) return known
    const id = this.heirs.length
    this.heirs.push(id)
    bucket.ids.set(key, id)
    while (bucket.ids.size > BUCKET_MAX && bucket.level < WORDS_AT_LEVEL.length - 1) this.coarsen(bucket)
    return this.current(id)
  }

  /** What a number stands for now. */
  current(id: number): number {
    let at = id
    while (this.heirs[at] !== undefined && this.heirs[at] !== at) at = this.heirs[at] ?? at
    return at
  }

  /** How many numbers were given out. */
  get size(): number {
    return this.heirs.length
  }

  /** Every shape with its number. */
  *entries(): Generator<[shape: string, id: number]> {
    for (const { ids } of this.buckets) yield* ids
  }

  private bucketOf(shape: string): Bucket {
    const end = shape.indexOf(' ')
    let hash = 0
    for (let at = 0; at < (end === -1 ? shape.length : end); at += 1) hash = Math.imul(hash, 31) + shape.charCodeAt(at)
    return this.buckets[(hash >>> 0) % BUCKETS] as Bucket
  }

  private coarsen(bucket: Bucket): void {
    bucket.level += 1
    const before = bucket.ids
    bucket.ids = new Map()
    for (const [shape, id] of before) {
      const key = coarse(shape, bucket.level)
      const heir = bucket.ids.get(key)
      if (heir === undefined) bucket.ids.set(key, id)
      else this.heirs[id] = heir
    }
  }
}

function coarse(shape: string, level: number): string {
  const keep = WORDS_AT_LEVEL[level] ?? 0
  const words = shape.split(' ')
  return words.length <= keep ? shape : foldLists([...words.slice(0, keep), HOLE].join(' '))
}
