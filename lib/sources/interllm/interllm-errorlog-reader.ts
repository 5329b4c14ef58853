import type { CanonicalRecord, EventRecord, FailureRecord, RunRecord } from '@/lib/model/records'
import { BLANK_EVENT, BLANK_RUN } from '@/lib/sources/blank-records'
import { firstLine } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { parseTime } from '@/lib/time/iso'
import { causeData, causeOf, failureRecord } from './failures'
import { logLine, saidBy } from './server-stderr'
import { keptText } from './stored-fields'

/** The system's own name for the file: then what Codex says there is enough. Codex alone writes such lines elsewhere too. */
const OWN_NAME = /\.errorlog$|(?:^|\/)error_output(?:\.\w{1,5})?$/i
const CODEX_LINE = /^\S{10,40}Z\s+(?:ERROR|WARN|INFO)\s+codex_\w/m
const SDK_LINE = /^ERROR:openai\.agents:/m
const HEAD = 65_536

/** What the first versions left: everything a run printed, with no id, no counts and no scenario. */
export const interllmErrorlogReader: DocumentReader = {
  system: 'interllm',
  parserVersion: 2,
  detect: (document) => {
    const named = OWN_NAME.test(document.path)
    if (!named && !/\.(?:log|err|txt)$/i.test(document.path)) return null
    const head = document.text().slice(0, HEAD)
    return SDK_LINE.test(head) || (named && CODEX_LINE.test(head)) ? { systemVersion: 'error log' } : null
  },
  latestAt: (document) => blocksOf(document.text()).findLast(({ at }) => at !== null)?.at ?? null,
  read: (document, cursor) => inBatches([pieceOf(document)], cursor),
}

/** One entry of the log: a dated line, or an error of the SDK with the traceback below it. */
interface Block {
  line: number
  at: string | null
  level: string
  target: string
  text: string
  httpStatus: number | null
  traceback: boolean
}

const SDK = /^(ERROR|WARNING|CRITICAL):([\w.]{1,100}):(.*)$/
const LINES_MAX = 200_000

function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  let open: Block | null = null
  for (const [index, line] of text.split(/\r?\n/, LINES_MAX).entries()) {
    const log = logLine(line)
    const sdk = log === null ? SDK.exec(line.slice(0, 4_000)) : null
    if (log !== null) {
      const { level, target, text: said, httpStatus } = log
      const at = parseTime(log.time)?.iso ?? null
      blocks.push({ line: index + 1, at, level, target, text: said, httpStatus, traceback: false })
      open = null
    } else if (sdk !== null) {
      const [, level = '', target = '', said = ''] = sdk
      open = { line: index + 1, at: null, level, target, text: said, httpStatus: null, traceback: false }
      blocks.push(open)
    } else if (open !== null && open.text.length < 65_536) {
      open.text += `\n${line}`
      open.traceback ||= line.startsWith('Traceback (')
    }
  }
  return blocks
}

function pieceOf(document: Document): Piece {
  const blocks = blocksOf(document.text())
  const runKey = runKeyOf(document.path, blocks)
  const failures = failuresOf(runKey, blocks)
  const records: CanonicalRecord[] = [
    ...failures,
    ...blocks.map((block) => eventOf(runKey, block)),
    runOf(runKey, document, blocks, failures),
  ]
  return { records }
}

/** The file's name and the time of its first line: stable while it grows. */
function runKeyOf(path: string, blocks: readonly Block[]): string {
  const stem = (path.split('/').at(-1) ?? path).replace(/\.\w+$/, '').slice(0, 200)
  const first = blocks.find(({ at }) => at !== null)?.at
  return first == null ? `errorlog-${stem}` : `errorlog-${stem}-${first.replace(/[-:]|\.\d{3}/g, '')}`
}

function failuresOf(runKey: string, blocks: readonly Block[]): FailureRecord[] {
  const failures: FailureRecord[] = []
  let refused: FailureRecord | null = null
  for (const block of blocks) {
    if (block.level !== 'ERROR' && block.level !== 'CRITICAL') continue
    const first: FailureRecord | null = block.traceback ? refused : null
    const failure = failureOf(runKey, block, first)
    failures.push(failure)
    if (block.httpStatus !== null) refused = failure
    else if (block.traceback) refused = null
  }
  return failures
}

function failureOf(runKey: string, block: Block, first: FailureRecord | null): FailureRecord {
  const { line, at, target, httpStatus } = block
  const text = block.text.trimEnd()
  const message = httpStatus !== null ? `http ${httpStatus}: ${saidBy(text)}` : block.traceback ? raised(text) : text
  const { cause, causeRule } = first ?? causeOf(text)
  return failureRecord({
    failureKey: `${runKey}/${line}`,
    runKey,
    at: at ?? first?.at ?? null,
    message,
    type: block.traceback ? (exceptionOf(text) ?? target) : target,
    cause,
    causeRule,
    severity: block.level.toLowerCase(),
    data: {
      ...(httpStatus === null ? {} : { httpStatus }),
      ...(block.traceback ? { stack: keptText(text) } : {}),
      ...(first === null ? {} : { firstCause: causeData(first) }),
    },
    ref: `line ${line}`,
    flags: [...(first === null ? [] : ['first_cause_elsewhere']), ...(NO_MODEL.test(message) ? ['model_empty'] : [])],
  })
}

/** What the API says of a model whose name is empty. */
const NO_MODEL = /\bThe '' model\b/

/** The exception a traceback ends with; its message may have several lines. */
function raised(text: string): string {
  const from = text.lastIndexOf('\nTraceback (')
  const end = text.slice(from + 1).search(/\n[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit)\b/)
  return end === -1 ? (firstLine(text) ?? '') : text.slice(from + 2 + end).trim()
}

const exceptionOf = (text: string): string | null => /^([A-Za-z_][\w.]*)/.exec(raised(text))?.[1] ?? null

function eventOf(runKey: string, { line, at, level, target, text }: Block): EventRecord {
  return {
    ...BLANK_EVENT,
    eventKey: `${runKey}/${line}`,
    runKey,
    seq: line,
    level: level.toLowerCase(),
    type: 'error_log',
    at,
    title: firstLine(text) ?? target,
    actor: target,
    ref: `line ${line}`,
  }
}

/** A run that nothing names. It is known to have failed only where an exception ended it. */
function runOf(
  runKey: string,
  document: Document,
  blocks: readonly Block[],
  failures: readonly FailureRecord[],
): RunRecord {
  const died = blocks.at(-1)?.traceback === true
  const last = failures.at(-1)
  const first = last?.data['firstCause'] as { message: string } | undefined
  const times = blocks.flatMap(({ at }) => at ?? [])
  return {
    ...BLANK_RUN,
    runKey,
    name: document.path.split('/').at(-1) ?? runKey,
    statusRaw: died ? (last?.type ?? 'exception') : null,
    status: died ? 'failed' : 'unknown',
    failureReason: died
      ? [first?.message, firstLine(last?.message ?? null)].filter(Boolean).join('; reported as: ')
      : null,
    createdAt: times[0] ?? null,
    updatedAt: times.at(-1) ?? null,
    data: {
      lines: blocks.length,
      firstLineAt: times[0] ?? null,
      lastLineAt: times.at(-1) ?? null,
      terminalRecord: died ? 'exception' : null,
    },
    ref: 'line 1',
    flags: ['schema_older', 'tokens_unknown', ...new Set(failures.flatMap(({ flags }) => flags))],
  }
}
