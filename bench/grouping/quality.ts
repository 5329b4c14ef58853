import { autopackSignature } from '@/lib/fingerprint/autopack-signature'
import { classifyFailure, UNKNOWN_TYPE } from '@/lib/fingerprint/cause'
import { FINGERPRINT_ALGORITHM, failureShape } from '@/lib/fingerprint/fingerprint'
import { learnTemplates } from '@/lib/fingerprint/learn-templates'
import { LineMiner } from '@/lib/fingerprint/line-miner'
import { shapeOf } from '@/lib/fingerprint/shape-of'
import {
  agreementWithLabels,
  autopackErrors,
  failureTexts,
  groupingAccuracy,
  labelledLogs,
} from '@/lib/testing/real-logs'

const groupsOf = (lines: readonly string[]): number[][] => {
  const miner = new LineMiner({ members: true })
  for (const line of lines) miner.add(line)
  return miner.finish().groups.map(({ members }) => [...(members ?? [])])
}

/** Lines in the order of their texts' ends: as good as any other that has nothing to do with their own. */
function otherOrder(lines: readonly string[]): number[] {
  const turned = lines.map((line) => [...line].reverse().join(''))
  return turned.map((_, at) => at).sort((a, b) => ((turned[a] ?? '') < (turned[b] ?? '') ? -1 : 1))
}

function isSameShuffled(lines: readonly string[], groups: readonly number[][]): boolean {
  const order = otherOrder(lines)
  const back = groupsOf(order.map((at) => lines[at] ?? '')).map((members) =>
    members.map((line) => (order[line - 1] ?? 0) + 1).sort((a, b) => a - b),
  )
  const text = (sets: readonly number[][]) =>
    sets
      .map((members) => members.join())
      .sort()
      .join('|')
  return text(back) === text(groups)
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const row = (...cells: string[]) =>
  console.log(cells.map((cell, at) => (at === 0 ? cell.padEnd(14) : cell.padStart(12))).join(''))

export function printLabelled(realData: string): void {
  console.log(`Grouping accuracy, ${FINGERPRINT_ALGORITHM}\n`)
  row('SYSTEM', 'MESSAGES', 'RAW LINES', 'GROUPS', 'EVENTS', 'SHUFFLED')
  const reached: [number, number][] = []
  for (const { system, messages, rawLines, events } of labelledLogs(realData)) {
    const groups = groupsOf(messages)
    const ofMessages = groupingAccuracy(groups, events)
    const ofRaw = groupingAccuracy(groupsOf(rawLines), events)
    reached.push([ofMessages, ofRaw])
    row(
      system,
      ofMessages.toFixed(4),
      ofRaw.toFixed(4),
      String(groups.length),
      String(new Set(events).size),
      isSameShuffled(messages, groups) ? 'same' : 'DIFFERENT',
    )
  }
  row('mean', mean(reached.map(([one]) => one)).toFixed(4), mean(reached.map(([, other]) => other)).toFixed(4))
}

function summary(shapes: readonly string[]): string {
  const templates = learnTemplates(shapes)
  const counts = new Map<string, number>()
  for (const shape of shapes) {
    const template = templates.get(shape) ?? shape
    counts.set(template, (counts.get(template) ?? 0) + 1)
  }
  const largest = [...counts.values()].sort((a, b) => b - a).slice(0, 10)
  const share = (largest.reduce((sum, count) => sum + count, 0) / shapes.length) * 100
  return `${counts.size} groups, the ten largest hold ${share.toFixed(1)} %`
}

const unknownShare = (texts: readonly string[], system: string) => {
  const unknown = texts.filter((text) => classifyFailure(text, { system, state: null }).type === UNKNOWN_TYPE).length
  return `${((unknown / texts.length) * 100).toFixed(1)} % of unknown type`
}

export function printAutopack(realData: string): void {
  console.log("\nAutopack's errors, distinct by time and text")
  for (const utf16 of [false, true]) {
    const errors = autopackErrors(realData, { utf16 })
    const signatures = new Set(errors.map(autopackSignature)).size
    const files = utf16 ? 'with UTF-16 files' : 'UTF-8 files'
    console.log(
      `${files}: ${errors.length} errors, ${summary(errors.map(shapeOf))}, ${unknownShare(errors, 'autopack')}; ${signatures} of its own signatures`,
    )
  }
}

function groupsOfFailures(texts: readonly string[]): string[] {
  const shapes = texts.map((text) => failureShape(text).shape)
  const templates = learnTemplates(shapes)
  return shapes.map((shape) => templates.get(shape) ?? shape)
}

export function printFailureTexts(realData: string): void {
  const texts = failureTexts(realData)
  const shapes = texts.map((text) => failureShape(text).shape)
  console.log(`\nFailure texts of tools: ${texts.length}, ${summary(shapes)}, ${unknownShare(texts, 'other')}`)
  const { labelled, precision, recall } = agreementWithLabels(realData, groupsOfFailures)
  console.log(
    `Beside ${labelled} labels given by hand, ${FINGERPRINT_ALGORITHM}: pairwise precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}\n`,
  )
}
