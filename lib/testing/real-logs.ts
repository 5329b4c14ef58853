import { readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import Papa from 'papaparse'
import { executorLine } from '@/lib/sources/autopack/executor-line'
import { decodeText, encodingOf } from '@/lib/sources/text-encoding'
import failureLabels from './failure-labels.json'

/** Labelled samples of one system's log. */
export interface LabelledLog {
  system: string
  /** Messages without time and level, as labelled. */
  messages: string[]
  /** The same lines as the system wrote them. */
  rawLines: string[]
  /** The event that each line is. */
  events: string[]
}

const SAMPLES = 'loghub/logpai+logparser/data/loghub_2k'

/** Every labelled log sample of the folder of real records. */
export function labelledLogs(realData: string): LabelledLog[] {
  const root = path.join(realData, SAMPLES)
  return readdirSync(root).map((system) => {
    const structured = readFileSync(path.join(root, system, `${system}_2k.log_structured.csv`), 'utf8')
    const { data } = Papa.parse<Record<string, string>>(structured, { header: true, skipEmptyLines: true })
    const raw = readFileSync(path.join(root, system, `${system}_2k.log`), 'utf8').split(/\r?\n/)
    return {
      system,
      messages: data.map((row) => row['Content'] ?? ''),
      rawLines: raw.slice(0, data.length),
      events: data.map((row) => row['EventId'] ?? ''),
    }
  })
}

/** Share of lines whose group holds exactly the lines of their event. */
export function groupingAccuracy(groups: readonly (readonly number[])[], events: readonly string[]): number {
  const linesOf = new Map<string, number>()
  for (const event of events) linesOf.set(event, (linesOf.get(event) ?? 0) + 1)
  let right = 0
  for (const members of groups) {
    const found = new Set(members.map((line) => events[line - 1]))
    const [only = ''] = found
    if (found.size === 1 && linesOf.get(only) === members.length) right += members.length
  }
  return right / events.length
}

/** A log of Autopack's executor, decoded. */
export interface AutopackLog {
  file: string
  isUtf16: boolean
  text: string
}

/** Every file of Autopack's executor logs. */
export function autopackLogFiles(realData: string): AutopackLog[] {
  const root = path.join(realData, 'seeds/autopack/executor-logs')
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).map((name) => path.join(root, name))
  return files
    .filter((file) => statSync(file).isFile())
    .map((file) => {
      const bytes = readFileSync(file)
      const encoding = encodingOf(bytes)
      const text = decodeText(bytes, encoding)
        .replace(/^\uFEFF/, '')
        .replaceAll('\r\n', '\n')
      return { file, isUtf16: encoding !== 'utf8', text }
    })
}

/** ERROR messages of Autopack's executor logs, distinct by time and text; with UTF-16 files or without. */
export function autopackErrors(realData: string, { utf16 }: { utf16: boolean }): string[] {
  const found = new Map<string, string>()
  for (const { isUtf16, text } of autopackLogFiles(realData)) {
    if (isUtf16 && !utf16) continue
    for (const line of text.split('\n')) {
      const { time, level, message = '' } = executorLine(line) ?? {}
      if (level === 'ERROR') found.set(`${time} ${message}`, message)
    }
  }
  return [...found.values()]
}

/** The failure texts that were taken from transcripts. */
export function failureTexts(realData: string): string[] {
  const lines = readFileSync(path.join(realData, failureLabels.file), 'utf8').trim().split('\n')
  return lines.map((line) => (JSON.parse(line) as { text: string }).text)
}

/** How well groups agree with labels given by hand: shares of pairs of lines, 0 to 1. */
export interface PairAgreement {
  labelled: number
  /** Of pairs that are in one group, those that should be. */
  precision: number
  /** Of pairs that should be in one group, those that are. */
  recall: number
}

/** Failure texts that were read and labelled by hand, beside the groups that `groupOf` gives them. */
export function agreementWithLabels(realData: string, groupsOf: (texts: readonly string[]) => string[]): PairAgreement {
  const groups = groupsOf(failureTexts(realData))
  const labelled = Object.entries<number[]>(failureLabels.groups).flatMap(([label, lines]) =>
    lines.map((line) => ({ label, group: groups[line - 1] ?? '' })),
  )
  let [together, should, both] = [0, 0, 0]
  for (const [at, one] of labelled.entries()) {
    for (const other of labelled.slice(at + 1)) {
      const isTogether = one.group === other.group
      const isOne = one.label === other.label
      together += Number(isTogether)
      should += Number(isOne)
      both += Number(isTogether && isOne)
    }
  }
  return { labelled: labelled.length, precision: both / together, recall: both / should }
}
