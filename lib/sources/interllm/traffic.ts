import { fieldOf, integerOf, isObject, type Json, objectOf, textOf } from '@/lib/sources/codex/json-value'
import type { Piece } from '@/lib/sources/document-batches'
import type { FolderSource } from '@/lib/sources/reader'
import { type FolderLine, isLine, objectsIn, stampOf } from './folder-lines'

export const TRAFFIC_FILE = 'codex_mcp_traffic.jsonl'

/** One line of the traffic between the coordinator and its Codex server. */
export interface TrafficLine {
  line: number
  /** Times are whole seconds: the order of lines is that of their numbers. */
  seq: number
  at: string | null
  flags: readonly string[]
  direction: string
  /** The line itself: lifecycle lines say what happened here. */
  raw: Json
  /** What was sent: JSON, or text where it is none. */
  message: Json | null
  text: string | null
}

/** Lines that may stand in another order than they were numbered: each direction is written by a thread of its own. */
const WINDOW = 256

/** The lines in the order of their numbers; a server that is started again counts from the beginning. */
export function* trafficLines(folder: FolderSource): Generator<TrafficLine | Piece> {
  let held: TrafficLine[] = []
  const bySeq = (a: TrafficLine, b: TrafficLine) => a.seq - b.seq || a.line - b.line
  for (const item of objectsIn(folder, TRAFFIC_FILE)) {
    const line = lineOf(item)
    if (!('seq' in line)) {
      yield line
      continue
    }
    if (isStart(line)) {
      yield* held.sort(bySeq)
      held = []
    }
    held.push(line)
    if (held.length < 2 * WINDOW) continue
    held.sort(bySeq)
    yield* held.splice(0, WINDOW)
  }
  yield* held.sort(bySeq)
}

export const isTraffic = (item: TrafficLine | Piece): item is TrafficLine => 'seq' in item

const isStart = (line: TrafficLine) => line.direction === 'lifecycle' && line.raw['event'] === 'start'

function lineOf(item: FolderLine): TrafficLine | Piece {
  if (!isLine(item)) return item
  const { line, value } = item
  const direction = textOf(value, 'direction')
  const place = `${TRAFFIC_FILE} line ${line}`
  if (direction === null) return { rejected: [{ line, place, reason: 'it has no direction' }] }
  const data = fieldOf(value, 'data')
  const text = typeof data === 'string' ? data : null
  const message = isObject(data) ? data : direction.endsWith('stderr') ? null : jsonIn(text)
  if (message === null && /^(?:client_to|server_to)_/.test(direction)) {
    return { rejected: [{ line, place, reason: 'its data is no JSON object' }] }
  }
  const { at, flags } = stampOf(value['ts'])
  return { line, seq: integerOf(value, 'seq') ?? line, at, flags, direction, raw: value, message, text }
}

function jsonIn(text: string | null): Json | null {
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : null
  } catch {
    return null
  }
}

/** A JSON-RPC id as a key: 3 and "3" are the same request. */
export function requestKey(value: unknown): string | null {
  if (typeof value === 'string' && value !== '') return value.slice(0, 200)
  return typeof value === 'number' && Number.isFinite(value) ? String(value) : null
}

/** A Codex event in a message, and the request it answers. */
export function codexEvent(message: Json): { request: string | null; msg: Json } | null {
  if (message['method'] !== 'codex/event') return null
  const params = objectOf(message, 'params')
  const msg = objectOf(params, 'msg')
  return msg === null ? null : { request: requestKey(fieldOf(objectOf(params, '_meta'), 'requestId')), msg }
}
