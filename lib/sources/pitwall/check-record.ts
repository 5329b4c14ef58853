import type { z } from 'zod'
import { isObject } from '@/lib/sources/codex/json-value'
import { isNdjsonKind, NDJSON_KINDS, NDJSON_VERSION, type NdjsonRecord } from './ndjson-contract'

/** Faults named of one record; more are counted. */
const NAMED_MAX = 3
const SHOWN_MAX = 40

const KIND_NAMES = Object.keys(NDJSON_KINDS).join(', ')

/** A value on a line as a record, or why it is none: each fault with its field. */
export function checkRecord(value: unknown): { record: NdjsonRecord } | { reason: string } {
  if (!isObject(value)) return { reason: 'it is no object' }
  if (value['v'] !== NDJSON_VERSION) return { reason: versionFault(value) }
  const kind = value['kind']
  if (!isNdjsonKind(kind)) return { reason: `kind: ${shown(kind)} is none of ${KIND_NAMES}` }
  const parsed = NDJSON_KINDS[kind].safeParse(value)
  if (!parsed.success) return { reason: faultsOf(parsed.error.issues, value) }
  const fault = faultOf(parsed.data)
  return fault === null ? { record: parsed.data } : { reason: fault }
}

function versionFault(value: Record<string, unknown>): string {
  return Object.hasOwn(value, 'v')
    ? `v: ${shown(value['v'])} is not a version that is read here; write ${NDJSON_VERSION}`
    : `v: it is missing; write ${NDJSON_VERSION}`
}

/** What no single field shows. */
function faultOf(record: NdjsonRecord): string | null {
  switch (record.kind) {
    case 'job':
    case 'run':
    case 'phase':
    case 'session': {
      const created = record.kind === 'session' ? null : record.createdAt
      const known = record.updatedAt ?? record.endedAt ?? record.startedAt ?? created
      return known === null ? 'updatedAt: without any time nobody can tell which of two versions is newer' : null
    }
    case 'usage': {
      const counted = record.usage !== null && Object.values(record.usage).some((count) => count !== null)
      return counted || record.costMicroUsd !== null ? null : 'usage: it holds neither a count nor costMicroUsd'
    }
    case 'metric':
    case 'event':
      return record.jobId === null && record.runId === null ? 'runId: it belongs to no run and no job' : null
    default:
      return null
  }
}

function faultsOf(issues: readonly z.core.$ZodIssue[], value: unknown): string {
  const faults = issues.flatMap((issue) => faultsIn(issue, value))
  const named = faults.slice(0, NAMED_MAX).join('; ')
  return faults.length > NAMED_MAX ? `${named}; and ${faults.length - NAMED_MAX} more` : named
}

function faultsIn(issue: z.core.$ZodIssue, value: unknown): string[] {
  const path = issue.path.map(String)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${nameOf([...path, key])}: it is no field here; what is your own goes into data`)
  }
  const found = at(value, path)
  return [`${nameOf(path)}: ${found === undefined ? 'it is missing' : `${shown(found)} ${wordsOf(issue)}`}`]
}

const nameOf = (path: readonly string[]) =>
  path.map((part) => (part.length > SHOWN_MAX ? `${part.slice(0, SHOWN_MAX).toWellFormed()}…` : part)).join('.')

function at(value: unknown, path: readonly string[]): unknown {
  let found: unknown = value
  for (const part of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, part)) return undefined
    found = (found as Record<string, unknown>)[part]
  }
  return found
}

function wordsOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `is no ${issue.expected === 'int' ? 'whole number' : issue.expected}`
    case 'invalid_value':
      return `is none of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return `is less than ${issue.minimum}`
    case 'too_big':
      return issue.origin === 'string' ? `has more than ${issue.maximum} characters` : `is more than ${issue.maximum}`
    default:
      return `does not fit: ${issue.message}`
  }
}

/** A value as it can stand in one line of words. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN_MAX)) : String(value)
  return typeof value === 'string' && value.length > SHOWN_MAX ? `${text}…` : text
}
