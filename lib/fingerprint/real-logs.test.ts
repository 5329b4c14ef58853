import { expect, test } from 'vitest'
import {
  agreementWithLabels,
  autopackErrors,
  failureTexts,
  groupingAccuracy,
  labelledLogs,
} from '@/lib/testing/real-logs'
import { REAL_DATA } from '@/lib/testing/test-db'
import { autopackSignature } from './autopack-signature'
import { classifyFailure, UNKNOWN_TYPE } from './cause'
import { failureShape, fingerprintOf } from './fingerprint'
import { learnTemplates } from './learn-templates'
import { LineMiner } from './line-miner'
import { shapeOf } from './shape-of'

/** Floors below what is reached, for one odd line can move a whole group; `npm run bench:grouping` prints the numbers. */

const folder = REAL_DATA ?? ''

function mine(lines: readonly string[]): { groups: number[][]; templates: string[] } {
  const miner = new LineMiner({ members: true })
  for (const line of lines) miner.add(line)
  const { groups } = miner.finish()
  return {
    groups: groups.map(({ members }) => [...(members ?? [])]),
    templates: groups.map(({ template }) => template),
  }
}

/** The order of a seeded shuffle of so many lines. */
function shuffledOrder(count: number): number[] {
  const order = Array.from({ length: count }, (_, at) => at)
  let state = 1
  for (let at = count - 1; at > 0; at -= 1) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    const other = state % (at + 1)
    ;[order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0]
  }
  return order
}

const asSets = (groups: readonly (readonly number[])[]) =>
  groups.map((members) => members.toSorted((a, b) => a - b).join()).sort()

test.skipIf(!REAL_DATA)('labelled logs of all systems are grouped as their labels say, with one setting', () => {
  const reached = labelledLogs(folder).map(({ messages, events }) => groupingAccuracy(mine(messages).groups, events))
  expect(reached.length).toBeGreaterThan(5)
  expect(reached.reduce((sum, one) => sum + one, 0) / reached.length).toBeGreaterThan(0.97)
  expect(Math.min(...reached)).toBeGreaterThan(0.9)
})

test.skipIf(!REAL_DATA)('the same lines in another order make the same groups', () => {
  for (const { messages } of labelledLogs(folder)) {
    const order = shuffledOrder(messages.length)
    const shuffled = mine(order.map((at) => messages[at] ?? ''))
    const back = shuffled.groups.map((members) => members.map((line) => (order[line - 1] ?? 0) + 1))
    expect(asSets(back)).toEqual(asSets(mine(messages).groups))
  }
})

function groupsOf(messages: readonly string[]): Map<string, number> {
  const templates = learnTemplates(messages.map(shapeOf))
  const groups = new Map<string, number>()
  for (const message of messages) {
    const { template } = fingerprintOf(templates.get(shapeOf(message)) ?? '')
    groups.set(template, (groups.get(template) ?? 0) + 1)
  }
  return groups
}

test.skipIf(!REAL_DATA)("Autopack's errors fall into few groups, 404 apart from 500", () => {
  const all = autopackErrors(folder, { utf16: true })
  const groups = groupsOf(all)
  expect(all).toHaveLength(8_022)
  expect(groups.size).toBeLessThanOrEqual(230)
  const ofStatus = [...groups].filter(([template]) => /Fetch run status.*HTTPError/.test(template))
  expect(ofStatus.map(([template, count]) => [/HTTPError: (\d+)/.exec(template)?.[1], count]).sort()).toEqual([
    ['404', 2_683],
    ['500', 686],
  ])
  expect(groupsOf(autopackErrors(folder, { utf16: false })).size).toBeLessThanOrEqual(190)
})

test.skipIf(!REAL_DATA)("Autopack's own signatures are what its rules give", () => {
  expect(new Set(autopackErrors(folder, { utf16: false }).map(autopackSignature)).size).toBe(471)
})

test.skipIf(!REAL_DATA)('at most one in twenty real errors is of unknown type', () => {
  const messages = autopackErrors(folder, { utf16: true })
  const unknown = messages.filter(
    (message) => classifyFailure(message, { system: 'autopack', state: null }).type === UNKNOWN_TYPE,
  )
  expect(unknown.length / messages.length).toBeLessThan(0.05)
})

test.skipIf(!REAL_DATA)('no failure text is grouped by an exit code or a tool header alone', () => {
  const shapes = failureTexts(folder).map(failureShape)
  const withOutput = shapes.filter(({ line }) => line !== null)
  for (const { text } of withOutput) expect(text).not.toMatch(/^(?:exit code|chunk id)\b/i)
})

test.skipIf(!REAL_DATA)('failure texts labelled by hand are grouped as a person would', () => {
  const { labelled, precision, recall } = agreementWithLabels(folder, (texts) => {
    const shapes = texts.map((text) => failureShape(text).shape)
    const templates = learnTemplates(shapes)
    return shapes.map((shape) => templates.get(shape) ?? shape)
  })
  expect(labelled).toBeGreaterThanOrEqual(200)
  expect(precision).toBeGreaterThanOrEqual(0.95)
  expect(recall).toBeGreaterThanOrEqual(0.8)
})
