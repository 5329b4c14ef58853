import { autopackSignature } from '@/lib/fingerprint/autopack-signature'
import { classifyFailure } from '@/lib/fingerprint/cause'
import type { FailureRecord } from '@/lib/model/records'
import { BLANK_FAILURE } from '@/lib/sources/blank-records'
import { isObject, objectOf, textOf } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'
import { parseTime } from '@/lib/time/iso'

const RULED = /^\s{0,20}={40,200}\r?\nERROR REPORT - (\S{10,40})\r?\n={40,200}\r?\nError Type: /
const HEAD = 1_000
const TEXT_MAX = 16_000
const KEYS = ['error_type', 'error_message', 'timestamp', 'component', 'operation'] as const

/**
 * The report that Autopack writes of an error, as JSON and as text beside it. Both are one failure: its key is the time,
 * to the microsecond, the run and the type. Of the request only method and address are kept; its headers hold keys.
 */
export const autopackErrorReportReader: DocumentReader = {
  system: 'autopack',
  parserVersion: 1,
  detect: (document) => {
    if (RULED.test(document.text().slice(0, HEAD))) return { systemVersion: 'error report (text)' }
    if (!/^\s{0,200}\{/.test(document.text().slice(0, HEAD))) return null
    const report = document.json()
    return isObject(report) && KEYS.every((key) => Object.hasOwn(report, key)) && 'stack_frames' in report
      ? { systemVersion: 'error report' }
      : null
  },
  latestAt: (document) => parseTime(reportOf(document)?.time ?? '')?.iso ?? null,
  read: (document, cursor) => inBatches([pieceOf(document)], cursor),
}

/** What both forms of a report say. */
interface Report {
  time: string
  errorType: string
  message: string
  runId: string | null
  phaseId: string | null
  component: string | null
  operation: string | null
  stack: string | null
  method: string | null
  url: string | null
}

function pieceOf(document: Document): Piece {
  const report = reportOf(document)
  return report === null ? rejection('the report', 'it names no time or no error', 1) : { records: [failureOf(report)] }
}

const reportOf = (document: Document): Report | null =>
  /^\s{0,200}\{/.test(document.text().slice(0, HEAD)) ? fromJson(document.json()) : fromText(document.text())

function fromJson(json: unknown): Report | null {
  const time = textOf(json, 'timestamp')
  const errorType = textOf(json, 'error_type')
  if (time === null || errorType === null) return null
  const request = objectOf(json, 'context_data')
  return {
    time,
    errorType,
    message: textOf(json, 'error_message') ?? '',
    runId: textOf(json, 'run_id'),
    phaseId: textOf(json, 'phase_id'),
    component: textOf(json, 'component'),
    operation: textOf(json, 'operation'),
    stack: textOf(json, 'traceback'),
    method: textOf(request, 'method'),
    url: textOf(request, 'url'),
  }
}

const RULE = /^-{40,200}$/
const FIELD = /^(Run ID|Phase ID|Component|Operation): (.*)$/

/** The lines of a report are a head of fields, then parts with a title and a ruler below it. */
function fromText(text: string): Report | null {
  const lines = text.split(/\r?\n/)
  const start = lines.findIndex((line) => line.startsWith('ERROR REPORT - '))
  const time = lines[start]?.slice('ERROR REPORT - '.length).trim()
  const errorType = lines[start + 2]?.replace(/^Error Type: /, '').trim()
  if (start === -1 || !time || !errorType) return null
  const stackAt = partAt(lines, /^Stack Trace:$/, start)
  const dataAt = partAt(lines, /^Context Data(?: \(sanitized\))?:$/, start)
  const head = lines.slice(start + 3, stackAt ?? dataAt ?? undefined)
  const firstField = head.findIndex((line) => FIELD.test(line))
  const message = head.slice(0, firstField === -1 ? undefined : firstField).join('\n')
  const fields = new Map(head.slice(firstField).flatMap((line) => entryOf(FIELD.exec(line))))
  const data = dataAt === null ? [] : lines.slice(dataAt + 2)
  return {
    time,
    errorType,
    message: message.replace(/^Error Message: ?/, ''),
    runId: fields.get('Run ID') ?? null,
    phaseId: fields.get('Phase ID') ?? null,
    component: fields.get('Component') ?? null,
    operation: fields.get('Operation') ?? null,
    stack: stackAt === null ? null : lines.slice(stackAt + 2, dataAt ?? undefined).join('\n'),
    method: named(data, 'method'),
    url: named(data, 'url'),
  }
}

const entryOf = (match: RegExpExecArray | null): [string, string][] =>
  match?.[1] !== undefined && match[2] ? [[match[1], match[2]]] : []

const named = (lines: readonly string[], name: string): string | null =>
  lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2) || null

/** Where a part begins: a title with a ruler below it. */
function partAt(lines: readonly string[], title: RegExp, from: number): number | null {
  const at = lines.findIndex((line, index) => index > from && title.test(line) && RULE.test(lines[index + 1] ?? ''))
  return at === -1 ? null : at
}

function failureOf(report: Report): FailureRecord {
  const { errorType, phaseId, component, operation, method } = report
  const message = cut(report.message.replaceAll('\r\n', '\n').trim()) || errorType
  const { type, cause, rule, evidence } = classifyFailure(`${errorType}: ${message}`, {
    system: 'autopack',
    state: null,
  })
  const at = parseTime(report.time)
  // A route has no run in it: `POST /runs/start` is where runs are asked for.
  const runKey = operation?.endsWith('/runs/start') && report.runId === 'start' ? null : report.runId
  const stack = report.stack
    ?.replaceAll('\r\n', '\n')
    .replace(/\n=+\s*$/, '')
    .trim()
  const isCut = report.message.length > TEXT_MAX || (stack?.length ?? 0) > TEXT_MAX
  return {
    ...BLANK_FAILURE,
    failureKey: `report/${stableHash([report.time, errorType, runKey])}`,
    runKey,
    provesRun: true,
    phaseKey: phaseId,
    at: at?.iso ?? null,
    message,
    type,
    cause,
    causeRule: rule === null ? null : `${rule}: ${evidence ?? ''}`,
    severity: 'error',
    autopackSignature: autopackSignature(message),
    data: {
      errorType,
      component,
      operation,
      method,
      url: report.url?.slice(0, 500) ?? null,
      ...(stack ? { stack: stack.slice(-TEXT_MAX) } : {}),
    },
    ref: 'line 1',
    flags: [
      ...(at === null ? ['time_unreadable'] : at.zoneKnown ? [] : ['zone_unknown']),
      ...(isCut ? ['truncated_text'] : []),
    ],
  }
}

const cut = (text: string) => text.slice(0, TEXT_MAX)
