import { costBounds, toCount, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { addKnown } from '@/lib/model/usage'
import type { TokenAccount, TokenDimension, TokenRow } from './schema'

const CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'] as const
const COSTS = [
  'costPico',
  'costReportedPico',
  'costComputedPico',
  'comparedReportedPico',
  'comparedComputedPico',
] as const
const SUMMED = [...CLASSES, 'reasoning', 'total', ...COSTS] as const
const COUNTED = ['events', 'unknown', 'unpriced', 'partial', 'reported', 'computed', 'compared'] as const
const NOTHING = Object.fromEntries(SUMMED.map((name) => [name, null])) as AccountGroup['sums']
const NO_EVENTS = Object.fromEntries(COUNTED.map((name) => [name, 0n])) as Record<(typeof COUNTED)[number], bigint>

/** One group of usage, exact. Keys stand in the order of the dimensions; counts are of events. */
export interface AccountGroup extends Record<(typeof COUNTED)[number], bigint> {
  keys: (string | null)[]
  sums: Record<(typeof SUMMED)[number], bigint | null>
  knowing: Partial<Record<(typeof CLASSES)[number], bigint>>
}

/** Dimensions with as many values as there are records; such accounts are paged. */
const UNBOUNDED: readonly TokenDimension[] = ['run', 'phase', 'session']

export function emptyGroup(keys: (string | null)[]): AccountGroup {
  return { keys, sums: { ...NOTHING }, ...NO_EVENTS, knowing: {} }
}

function add(into: AccountGroup, group: AccountGroup): void {
  for (const name of SUMMED) into.sums[name] = addKnown(into.sums[name], group.sums[name])
  for (const name of COUNTED) into[name] += group[name]
  for (const name of CLASSES) into.knowing[name] = (into.knowing[name] ?? 0n) + (group.knowing[name] ?? 0n)
}

/** Joins groups whose keys are equal after `rekey`. */
export function foldGroups(
  groups: readonly AccountGroup[],
  rekey: (keys: (string | null)[]) => (string | null)[],
): AccountGroup[] {
  const folded = new Map<string, AccountGroup>()
  for (const group of groups) {
    const keys = rekey(group.keys)
    const id = JSON.stringify(keys)
    const into = folded.get(id) ?? emptyGroup(keys)
    folded.set(id, into)
    add(into, group)
  }
  return [...folded.values()]
}

/** Groups by one of their keys. */
export function groupsByKey<G extends AccountGroup>(groups: readonly G[], position: number): Map<string | null, G[]> {
  const found = new Map<string | null, G[]>()
  for (const group of groups) {
    const key = group.keys[position] ?? null
    const list = found.get(key)
    if (list) list.push(group)
    else found.set(key, [group])
  }
  return found
}

/** One group per token class that some event knows. A cost belongs to an event, so a class has none. */
export function splitByClass(groups: readonly AccountGroup[], position: number): AccountGroup[] {
  return groups.flatMap((group) =>
    CLASSES.flatMap((name) => {
      const tokens = group.sums[name]
      if (tokens === null) return []
      const part = emptyGroup(group.keys.toSpliced(position, 0, name))
      part.sums = {
        ...NOTHING,
        [name]: tokens,
        total: tokens,
        reasoning: name === 'output' ? group.sums.reasoning : null,
      }
      part.events = group.knowing[name] ?? 0n
      part.partial = name === 'output' ? group.partial : 0n
      return [part]
    }),
  )
}

const words = (dimension: TokenDimension | undefined, key: string | null) =>
  key ?? (dimension === 'day' ? 'time not recorded' : 'not recorded')

/** Both costs where both are known: only there does their difference say anything. */
function comparedIn({ sums, compared }: AccountGroup): TokenRow['costsCompared'] {
  const [reported, computed] = [toMicroUsd(sums.comparedReportedPico), toMicroUsd(sums.comparedComputedPico)]
  if (reported === null || computed === null) return null
  return { events: toCount(compared), reportedMicroUsd: reported, computedMicroUsd: computed }
}

export function sumsOf(group: AccountGroup, hasCost = true): Omit<TokenRow, 'key' | 'keys'> {
  const lowerBound = group.partial > 0n ? ['output'] : []
  return {
    usage: toUsageWire(group.sums, lowerBound),
    costMicroUsd: toMicroUsd(group.sums.costPico),
    costReportedMicroUsd: toMicroUsd(group.sums.costReportedPico),
    costComputedMicroUsd: toMicroUsd(group.sums.costComputedPico),
    reportedEvents: toCount(group.reported),
    computedEvents: toCount(group.computed),
    costsCompared: comparedIn(group),
    ...(hasCost ? costBounds(toCount(group.unpriced), lowerBound) : costBounds(0, [])),
    events: toCount(group.events),
    unknownTokenEvents: toCount(group.unknown),
    unpricedEvents: toCount(group.unpriced),
  }
}

interface Placed {
  group: AccountGroup
  key: string
  /** Unique, unlike `key`: a name may hold " / ". */
  id: string
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** Largest first, unknown last, then by key. */
function bySize(a: Placed, b: Placed): number {
  const [x, y] = [a.group.sums.total, b.group.sums.total]
  if (x !== y) return x === null ? 1 : y === null || x > y ? -1 : 1
  return byText(a.key, b.key) || byText(a.id, b.id)
}

/** Days in their order and what has no time last; within a day by size. */
function byDay(position: number) {
  return (a: Placed, b: Placed) => {
    const [x, y] = [a.group.keys[position] ?? null, b.group.keys[position] ?? null]
    if (x !== y) return x === null ? 1 : y === null ? -1 : byText(x, y)
    return bySize(a, b)
  }
}

export interface AccountOptions {
  dimensions: readonly TokenDimension[]
  limit: number
  /** The id of the last row shown, as `nextId` gave it. */
  after: { total: bigint | null; id: string } | null
}

export interface Account {
  rows: TokenAccount['rows']
  totals: TokenAccount['totals']
  unknownTokenEvents: number
  unpricedEvents: number
  next: { total: bigint | null; id: string } | null
}

/**
 * The account of some groups. Totals are of all groups; rows are one page of them where a dimension is unbounded.
 * @param groups exact groups without the class dimension, days already in the zone
 */
export function buildAccount(groups: readonly AccountGroup[], options: AccountOptions): Account {
  const { dimensions } = options
  const total = emptyGroup([])
  for (const group of groups) add(total, group)
  const classAt = dimensions.indexOf('class')
  const placed = (classAt === -1 ? groups : splitByClass(groups, classAt)).map((group): Placed => {
    const key = group.keys.map((part, index) => words(dimensions[index], part)).join(' / ')
    return { group, key, id: JSON.stringify(group.keys) }
  })
  const { page, next } = pageOf(placed, options)
  return {
    rows: page.map(({ group, key }) => ({ key, keys: group.keys, ...sumsOf(group, classAt === -1) })),
    totals: sumsOf(total, true),
    unknownTokenEvents: toCount(total.unknown),
    unpricedEvents: toCount(total.unpriced),
    next,
  }
}

function pageOf(
  placed: Placed[],
  { dimensions, limit, after }: AccountOptions,
): { page: Placed[]; next: Account['next'] } {
  const day = dimensions.indexOf('day')
  const isPaged = dimensions.some((name) => UNBOUNDED.includes(name))
  const sorted = placed.toSorted(!isPaged && day !== -1 ? byDay(day) : bySize)
  if (!isPaged) return { page: sorted, next: null }
  const rest = after === null ? sorted : sorted.filter((row) => bySize(cursorRow(after, dimensions), row) < 0)
  const page = rest.slice(0, limit)
  const last = rest.length > limit ? page.at(-1) : undefined
  return { page, next: last ? { total: last.group.sums.total, id: last.id } : null }
}

/** A row that stands where the cursor stands, whether or not that row is still there. */
function cursorRow(after: { total: bigint | null; id: string }, dimensions: readonly TokenDimension[]): Placed {
  const keys = keysOf(after.id) ?? []
  const group = emptyGroup(keys)
  group.sums.total = after.total
  return { group, key: keys.map((part, index) => words(dimensions[index], part)).join(' / '), id: after.id }
}

/** The keys in a row's id; null when it is none. */
export function keysOf(id: string): (string | null)[] | null {
  try {
    const keys: unknown = JSON.parse(id)
    if (!Array.isArray(keys)) return null
    return keys.every((key): key is string | null => key === null || typeof key === 'string') ? keys : null
  } catch {
    return null
  }
}
