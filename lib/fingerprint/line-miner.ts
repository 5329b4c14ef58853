import { Buffer } from 'node:buffer'
import type { Cause } from '@/lib/model/status'
import { classifyFailure } from './cause'
import { type Fingerprint, fingerprintOf } from './fingerprint'
import { learnTemplates } from './learn-templates'
import { type LineRecord, readLine } from './line-record'
import { NumberList } from './number-list'
import { shapeOf } from './shape-of'
import { ShapeTable } from './shape-table'

export interface MinedGroup extends Fingerprint {
  type: string
  cause: Cause
  count: number
  /** Line numbers from 1, rising; null when members were not kept. */
  members: Uint32Array | null
}

export interface MinedLines {
  /** Most lines first; among equals by template. */
  groups: MinedGroup[]
  lines: number
}

const EXAMPLE_MAX = 1_000
const NONE = -1

/**
 * Groups raw lines, one at a time, in bounded memory: every line ends in exactly one group. Lines that say nothing by
 * themselves (an exit code, a frame of a stack) go to the group of the informative line beside them. Where every line is
 * a record of its own, the groups do not depend on the order of lines.
 */
export class LineMiner {
  private readonly table = new ShapeTable()
  private readonly counts: number[] = []
  /** Of every shape the least message in text order: whichever came first must not decide what its type is. */
  private readonly examples: string[] = []
  private readonly idOfLine: NumberList | null
  private lines = 0
  private last = NONE
  /** Lines that wait for an informative one; they are the newest lines without a gap. */
  private waiting = 0
  private waitingMessage = ''
  private inTraceback = false

  constructor({ members }: { members: boolean }) {
    this.idOfLine = members ? new NumberList() : null
  }

  add(line: string): void {
    this.lines += 1
    this.idOfLine?.push(0)
    const { message, role } = readLine(line)
    if (this.mustWait(line, role)) this.wait(message)
    else if (role === 'continues' || role === 'trails') this.assign(this.last, 1)
    else this.take(message, role)
  }

  /** All groups of the lines so far; the miner is used up. */
  finish(): MinedLines {
    if (this.waiting > 0) {
      const id = this.last === NONE ? this.idFor(this.waitingMessage) : this.last
      this.assign(id, this.waiting)
      this.waiting = 0
    }
    const templates = learnTemplates([...this.table.entries()].map(([shape]) => shape))
    const idsOf = new Map<string, number[]>()
    for (const [shape, id] of this.table.entries()) {
      const template = templates.get(shape) ?? shape
      idsOf.set(template, [...(idsOf.get(template) ?? []), id])
    }
    return { groups: this.groupsOf(idsOf), lines: this.lines }
  }

  /** Whether it takes a later line to tell where this one belongs. */
  private mustWait(line: string, role: LineRecord['role']): boolean {
    if (role === 'opens') this.inTraceback = true
    if (role === 'opens' || role === 'leads') return true
    if (this.inTraceback && /^\s/.test(line)) return true
    if (role === 'blank') return this.waiting > 0
    return (role === 'continues' || role === 'trails') && (this.last === NONE || this.waiting > 0)
  }

  private take(message: string, role: LineRecord['role']): void {
    this.inTraceback = false
    const id = this.idFor(message)
    this.assign(id, 1 + this.waiting)
    this.waiting = 0
    if (role === 'informative') this.last = id
  }

  private wait(message: string): void {
    if (this.waiting === 0) this.waitingMessage = ownHead(message)
    this.waiting += 1
  }

  private idFor(message: string): number {
    const id = this.table.idOf(shapeOf(message))
    const example = this.examples[id]
    if (example === undefined || message < example) this.examples[id] = ownHead(message)
    return id
  }

  /** The newest `count` lines belong to a shape. */
  private assign(id: number, count: number): void {
    this.counts[id] = (this.counts[id] ?? 0) + count
    if (!this.idOfLine) return
    for (let at = this.lines - count; at < this.lines; at += 1) this.idOfLine.set(at, id)
  }

  private groupsOf(idsOf: ReadonlyMap<string, readonly number[]>): MinedGroup[] {
    const counts = this.countsNow()
    const groups = [...idsOf].map(([template, ids]) => ({
      ...fingerprintOf(template),
      ...this.kindOf(ids, counts),
      count: ids.reduce((sum, id) => sum + (counts.get(id) ?? 0), 0),
      members: null,
      ids,
    }))
    groups.sort((a, b) => b.count - a.count || (a.template < b.template ? -1 : 1))
    const members = this.membersOf(groups)
    return groups.map(({ ids: _ids, ...group }, at) => ({ ...group, members: members?.[at] ?? null }))
  }

  private countsNow(): Map<number, number> {
    const counts = new Map<number, number>()
    for (const [id, count] of this.counts.entries()) {
      const now = this.table.current(id)
      counts.set(now, (counts.get(now) ?? 0) + (count ?? 0))
    }
    return counts
  }

  /** Type and cause of most of the group's lines. */
  private kindOf(ids: readonly number[], counts: ReadonlyMap<number, number>): { type: string; cause: Cause } {
    const lines = new Map<string, { type: string; cause: Cause; count: number }>()
    for (const id of ids) {
      const { type, cause } = classifyFailure(this.examples[id] ?? '', { system: '', state: null })
      const known = lines.get(`${type} ${cause}`) ?? { type, cause, count: 0 }
      lines.set(`${type} ${cause}`, { ...known, count: known.count + (counts.get(id) ?? 0) })
    }
    const [first] = [...lines].sort(([a, x], [b, y]) => y.count - x.count || (a < b ? -1 : 1))
    return { type: first?.[1].type ?? '', cause: first?.[1].cause ?? 'unknown' }
  }

  private membersOf(groups: readonly { ids: readonly number[]; count: number }[]): Uint32Array[] | null {
    const lines = this.idOfLine
    if (!lines) return null
    const groupOf = new Map(groups.flatMap(({ ids }, at) => ids.map((id) => [id, at] as const)))
    const members = groups.map(({ count }) => new Uint32Array(count))
    const filled = new Uint32Array(groups.length)
    for (let at = 0; at < lines.length; at += 1) {
      const group = groupOf.get(this.table.current(lines.get(at))) ?? 0
      const place = filled[group] ?? 0
      const own = members[group]
      if (own) own[place] = at + 1
      filled[group] = place + 1
    }
    return members
  }
}

/** A copy: a slice would keep its whole line in memory. */
const ownHead = (message: string) => Buffer.from(message.slice(0, EXAMPLE_MAX), 'utf16le').toString('utf16le')
