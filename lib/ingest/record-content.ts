import 'server-only'
import { hash as digest } from 'node:crypto'
import type { CanonicalRecord, EntryRecord, UsageRecord } from '@/lib/model/records'

/** Kinds without a bigint in them: their JSON needs no second look at every value. */
const PLAIN_KINDS = new Set(['entry', 'sessionLink', 'session', 'failure', 'event'])

/** JSON with bigint as text and keys in the order they have. */
export const json = (value: unknown): string => {
  if (isPlain(value)) return JSON.stringify(value)
  return JSON.stringify(value, (_, inner) => (typeof inner === 'bigint' ? inner.toString() : inner))
}

const isPlain = (value: unknown) =>
  typeof value === 'object' && value !== null && 'kind' in value && PLAIN_KINDS.has(String(value.kind))

/** What makes one version of a record another: everything but where it stands. */
export function contentOf(record: CanonicalRecord): unknown {
  if (record.kind === 'entry') return entryContent(record)
  if (record.kind === 'usage' && record.copy !== null) return copyContent(record)
  return { ...record, ref: undefined }
}

function copyContent(record: UsageRecord): string {
  const { nativeId, runKey, sessionKey, at, provider, model, role, usage, copy, lowerBound, flags, data } = record
  const { serviceTier, speed, costPico } = record
  const counts = Object.values(usage).map(String)
  const named = [nativeId, runKey, sessionKey, at, provider, model, role, serviceTier, speed, String(costPico)]
  return JSON.stringify([...named, ...counts, copy, lowerBound, flags, data])
}

/** What makes one version of an entry another, as text; entries are many, and quoting long texts takes time. */
function entryContent(record: EntryRecord): string {
  const { at, line, block, type, role, title, text, tool, callKey, outcome, exitCode, usageKey, model } = record
  const short = [at, line, block, type, role, title, tool, callKey, outcome, exitCode, usageKey, model, record.flags]
  return `${JSON.stringify([...short, record.data])}${text ?? ''}`
}

/** Control characters that no database text should hold: PostgreSQL refuses NUL, and a lone surrogate is no UTF-8. */
export const storable = (text: string): string =>
  text.isWellFormed() && !text.includes('\u0000') ? text : text.replaceAll('\u0000', '\uFFFD').toWellFormed()

const HASH_LENGTH = 32
/** A short hash of a value, or of a text. */
export const hashOf = (value: unknown): string =>
  digest('sha256', typeof value === 'string' ? value : json(value), 'hex').slice(0, HASH_LENGTH)
