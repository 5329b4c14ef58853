import 'server-only'
import type { Batch } from '@/lib/sources/reader'
import type { ByteLine } from './byte-lines'

const BATCH_RECORDS = 1000
const BATCH_LINES = 2_000
/** Batches of large lines are small in number, so that memory stays bounded. */
const BATCH_CHARS = 1.5 * 2 ** 20

/** Where reading goes on, and what the reader knew there. */
export interface LineCursor {
  offset: number
  line: number
  state?: unknown
}

/** What is done with the lines of a file. */
export interface LineHands {
  /** Puts what one line gives into the batch. @returns whether the line is left for the next reading, if it is the last */
  take(batch: Batch, line: ByteLine): boolean
  /** Completes a batch: what was gathered, and the state that reading goes on with. */
  finish(batch: Batch, isEnd: boolean): { state: unknown }
}

const newBatch = (cursor: unknown): Batch => ({
  records: [],
  rejected: [],
  unparsed: [],
  dropped: [],
  cursor,
  done: 0,
})

/** Lines as batches, each with the cursor behind its last line. A last line without its end may be left. */
export async function* lineBatches(
  lines: Iterable<ByteLine> | AsyncIterable<ByteLine>,
  start: { offset: number; line: number },
  bytes: number,
  hands: LineHands,
): AsyncGenerator<Batch> {
  const finished = (batch: Batch, done: number, isEnd: boolean): Batch => {
    const { state } = hands.finish(batch, isEnd)
    return { ...batch, cursor: { ...(batch.cursor as object), state }, done }
  }
  let batch = newBatch({ offset: start.offset, line: start.line })
  let [count, size] = [0, 0]
  for await (const line of lines) {
    const isLeft = hands.take(batch, line)
    if (line.terminated || !isLeft) batch.cursor = { offset: line.offset, line: line.number }
    count += 1
    size += line.text?.length ?? 0
    if (batch.records.length < BATCH_RECORDS && count < BATCH_LINES && size < BATCH_CHARS) continue
    yield finished(batch, Math.min(1, line.offset / bytes), false)
    batch = newBatch(batch.cursor)
    ;[count, size] = [0, 0]
  }
  yield finished(batch, 1, true)
}
