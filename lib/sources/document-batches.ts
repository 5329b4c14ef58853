import type { CanonicalRecord } from '@/lib/model/records'
import type { Batch, Dropped, Rejected, Unparsed } from '@/lib/sources/reader'

/** What one part of a document or folder gives; a record may stand for itself. */
export interface Piece {
  records?: readonly CanonicalRecord[]
  rejected?: readonly Rejected[]
  unparsed?: readonly Unparsed[]
  dropped?: readonly Dropped[]
  /** Share of the input that is behind us, 0–1, where it is known. */
  done?: number
}

const BATCH_RECORDS = 1_000
/** One broken list must not make a receipt of a million lines; the count stays true. */
const REJECTED_TOLD = 10_000
const PLACE_MAX = 200

/** A piece that says what was left out, and why. */
export const rejection = (place: string, reason: string, line: number | null = null): Piece => ({
  rejected: [{ line, place: place.slice(0, PLACE_MAX), reason }],
})

/** A piece that says what was seen once and not understood. */
export const notUnderstood = (kind: Unparsed['kind'], name: string, sample: string | null): Piece => ({
  unparsed: [{ kind, name, count: 1, sample }],
})

/**
 * Pieces as batches of about a thousand records. The cursor counts pieces: the same bytes give the same ones, so a broken
 * reading goes on by leaving out those that are written.
 */
export function* inBatches(pieces: Iterable<Piece | CanonicalRecord>, cursor: unknown): Generator<Batch> {
  const behind = typeof cursor === 'number' && Number.isSafeInteger(cursor) ? cursor : 0
  let taken = 0
  let told = 0
  let batch = emptyBatch(0)
  for (const piece of pieces) {
    taken += 1
    if (taken <= behind) continue
    if ('kind' in piece) batch.records.push(piece)
    else told = addPiece(batch, piece, told)
    if (batch.records.length + batch.rejected.length + batch.unparsed.length < BATCH_RECORDS) continue
    yield { ...batch, cursor: taken }
    batch = emptyBatch(batch.done)
  }
  if (told > REJECTED_TOLD) {
    const more = (told - REJECTED_TOLD).toLocaleString('en')
    batch.rejected.push({ line: null, place: 'rest of the file', reason: `${more} more records like the last ones` })
  }
  yield { ...batch, cursor: taken, done: 1 }
}

const emptyBatch = (done: number): Batch => ({
  records: [],
  rejected: [],
  unparsed: [],
  dropped: [],
  cursor: null,
  done,
})

/** @returns how many records have been left out so far, of which only the first are told */
function addPiece(batch: Batch, piece: Piece, toldBefore: number): number {
  let told = toldBefore
  for (const record of piece.records ?? []) batch.records.push(record)
  for (const rejected of piece.rejected ?? []) {
    told += 1
    if (told <= REJECTED_TOLD) batch.rejected.push(rejected)
  }
  for (const unparsed of piece.unparsed ?? []) addUnparsed(batch.unparsed, unparsed)
  for (const dropped of piece.dropped ?? []) addDropped(batch.dropped, dropped)
  if (piece.done !== undefined) batch.done = Math.max(batch.done, Math.min(0.99, piece.done))
  return told
}

function addUnparsed(all: Unparsed[], one: Unparsed): void {
  const same = all.find(({ kind, name }) => kind === one.kind && name === one.name)
  if (same === undefined) all.push({ ...one })
  else same.count += one.count
}

function addDropped(all: Dropped[], one: Dropped): void {
  const same = all.find(({ rule }) => rule === one.rule)
  if (same === undefined) all.push({ ...one })
  else Object.assign(same, { events: same.events + one.events, tokens: same.tokens + one.tokens })
}
