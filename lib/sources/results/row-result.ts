import type { CanonicalRecord, ResultRecord } from '@/lib/model/records'
import { totalOf, type Usage } from '@/lib/model/usage'
import { isObject } from '@/lib/sources/codex/json-value'
import type { Columns, Role } from './columns'
import { type Fields, shortId } from './fields'
import { resultRecord, usageRecord } from './record-makers'
import { usageFrom } from './token-counts'

/** Cells of other columns are kept as they stand, up to this. */
const OTHER_CHARS_MAX = 2_000

/** A row read by what its columns are taken as. */
export class Cells {
  constructor(
    readonly fields: Fields,
    private readonly columns: Columns,
  ) {}

  name = (role: Role): string => this.columns.taken.get(role) ?? ''
  has = (role: Role): boolean => this.columns.taken.has(role)
  id = (role: Role): string | null => this.fields.id(this.name(role))
  tokens = (role: Role): bigint | null => this.fields.tokens(this.name(role))
  amount = (role: Role): number | null => this.fields.amount(this.name(role))
  taken = (): Record<string, string> => Object.fromEntries(this.columns.taken)

  /** What no role took, as it stands. */
  others(): Record<string, unknown> {
    const rest: [string, unknown][] = []
    for (const name of this.columns.others.slice(0, 100)) {
      const value = this.fields.raw(name)
      if (value === null) continue
      rest.push([name.slice(0, 200), typeof value === 'string' ? value.slice(0, OTHER_CHARS_MAX) : small(value)])
    }
    return Object.fromEntries(rest)
  }
}

const small = (value: unknown): unknown =>
  isObject(value) ? { fields: Object.keys(value).length } : Array.isArray(value) ? { items: value.length } : value

/** A configuration is named by its own column, or made up by agent, model and variant. */
export function configurationOf(cell: Cells): string | null {
  const own = cell.id('configuration')
  if (own !== null) return own
  const parts = (['agent', 'model', 'variant'] as const).map((role) => cell.id(role)).filter((part) => part !== null)
  return parts.length === 0 ? null : shortId(parts.join(' · '))
}

/** Where a row's result belongs. */
export interface RowPlace {
  jobKey: string
  runKey: string
  configuration: string
  item: string
  split: string | null
  repeat: number
  ref: string
}

/** What a row says came of its item, and what it took. */
export function resultOf(cell: Cells, { item, ...place }: RowPlace): ResultRecord {
  const { fields } = cell
  const usage = usageOf(cell)
  const cost = fields.pico(cell.name('cost'))
  const stated = cell.id('repeat')
  const error = fields.raw(cell.name('error'))
  const model = cell.id('model')
  return resultRecord({
    part: 'row',
    ...place,
    itemKey: item,
    resolved: fields.bool(cell.name('resolved')) ?? scoreWord(cell),
    score: scoreOf(cell),
    usage,
    // Where nobody counted tokens, a cost of nothing was not counted either.
    costPico: cost === 0n && usage === null ? null : cost,
    seconds: secondsOf(cell),
    calls: fields.count(cell.name('calls')),
    at: fields.time(cell.name('at')),
    error: typeof error === 'string' && error !== 'unset' ? error.slice(0, OTHER_CHARS_MAX) : null,
    data: {
      ...cell.others(),
      ...(stated === null ? {} : { repeat: stated }),
      ...(model === null ? {} : { model }),
      ...(cell.has('session') ? { session: cell.id('session') } : {}),
    },
    flags: [...fields.flags],
  })
}

/** A score may be a word, such as `pass`: then it is no number, but says whether the item is resolved. */
function scoreWord(cell: Cells): boolean | null {
  const value = cell.fields.raw(cell.name('score'))
  return typeof value === 'string' && /^[a-z]+$/i.test(value.trim()) ? cell.fields.bool(cell.name('score')) : null
}

function scoreOf(cell: Cells): number | null {
  const value = cell.fields.raw(cell.name('score'))
  if (typeof value === 'boolean') return value ? 1 : 0
  const word = scoreWord(cell)
  return word === null ? cell.fields.number(cell.name('score')) : word ? 1 : 0
}

function secondsOf(cell: Cells): number | null {
  if (cell.has('seconds')) return cell.amount('seconds')
  const milliseconds = cell.amount('milliseconds')
  if (milliseconds !== null) return milliseconds / 1_000
  const minutes = cell.amount('minutes')
  return minutes === null ? null : minutes * 60
}

function usageOf(cell: Cells): Usage | null {
  const beside = cell.tokens('cacheReadBeside')
  const counts = {
    input: cell.tokens('input'),
    cacheRead: cell.tokens('cacheRead') ?? beside,
    cacheWrite: cell.tokens('cacheWrite'),
    output: cell.tokens('output'),
    reasoning: cell.tokens('reasoning'),
    total: cell.tokens('total'),
  }
  return usageFrom(counts, beside === null, cell.fields.flags)
}

/** The tokens of a row are spend: one event, so that they are in the account. */
export function spent(result: ResultRecord, cell: Cells): CanonicalRecord[] {
  if (result.usage === null || totalOf(result.usage) === null) return []
  const { runKey, itemKey, split, repeat, ref, at, costPico, usage } = result
  const nativeId = shortId(`row:${runKey}/${split ?? ''}/${itemKey}/${repeat}`)
  return [usageRecord({ nativeId, runKey, usage, ref, at, costPico, model: cell.id('model'), purpose: 'result row' })]
}
