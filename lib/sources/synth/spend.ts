import type { UsageRecord } from '@/lib/model/records'
import { NO_USAGE, totalOf, type Usage } from '@/lib/model/usage'
import { BLANK_USAGE } from '@/lib/sources/blank-records'
import type { Json } from '@/lib/sources/codex/json-value'
import type { Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { spendKeyOf } from './job'

/** Where an amount was said. All are totals of the job so far; the later kinds know more than the earlier. */
const RANKS = { usage: 1, sandboxes: 2, budget: 2, billing: 3, completed: 4 } as const
type Source = keyof typeof RANKS

/** Amounts by name: tokens as counts, money as picodollars. */
interface Said {
  amount: bigint
  rank: number
}

const TOKEN_FIELDS = [
  ...['rollouts_prompt_tokens', 'rollouts_completion_tokens', 'rollouts_unknown_tokens'],
  ...['mutation_prompt_tokens', 'mutation_completion_tokens', 'mutation_unknown_tokens'],
  ...['policy_tokens', 'proposer_tokens', 'token_count_total', 'total_tokens'],
] as const
/** Field of the source → our name of it; the kinds of event spell the same amounts differently. */
const MONEY_FIELDS: Record<string, string> = {
  usd_tokens: 'tokens',
  tokens_usd: 'tokens',
  usd_tokens_rollouts: 'policy',
  usd_tokens_mutation: 'proposer',
  sandbox_usd: 'sandbox',
  total_usd: 'total',
  total_cost_usd: 'total',
}
const CATEGORIES: Record<string, string> = {
  rollout: 'policy',
  rollouts: 'policy',
  policy: 'policy',
  proposal: 'proposer',
  proposer: 'proposer',
  mutation: 'proposer',
}

/** The event types that tell money or tokens, by the end of their name. */
export function spendSource(type: string): Source | null {
  if (type.endsWith('.usage.recorded')) return 'usage'
  if (type.endsWith('.billing.sandboxes')) return 'sandboxes'
  if (type.endsWith('.billing.end')) return 'billing'
  if (type.endsWith('.budget.summary')) return 'budget'
  return /(^|\.)(learning|job)\.completed$/.test(type) ? 'completed' : null
}

/**
 * What a job spent, from all the events that tell it. Each is a total so far, so amounts replace one another and are
 * never added; a total is never added to its own parts; a split that nobody recorded is not made up.
 */
export class SpendTally {
  private readonly tokens = new Map<string, Said>()
  private readonly money = new Map<string, Said>()
  private readonly flags = new Set<string>()
  private lastAt: string | null = null
  private lastTotal: bigint | null = null
  private model: string | null = null

  /** The same amount may be said often: the source that knows most is believed, of one source the greatest. */
  private say(to: Map<string, Said>, name: string, amount: bigint | null, rank: number): void {
    if (amount === null) return
    const before = to.get(name)
    // A 0 beside a real amount is a field that was not filled.
    const weaker = before && before.amount > 0n && (amount === 0n || rank < before.rank)
    if (weaker || (before && rank === before.rank && amount <= before.amount)) return
    to.set(name, { amount, rank })
  }

  /** @returns what an older total that is replaced came to */
  *note(source: Source, data: Json, at: string | null): Generator<Yielded> {
    const cells = new JsonCells(data)
    const rank = RANKS[source]
    for (const name of TOKEN_FIELDS) this.say(this.tokens, name, cells.tokens(name), rank)
    for (const [field, name] of Object.entries(MONEY_FIELDS)) this.say(this.money, name, cells.usd(field), rank)
    if (source === 'sandboxes') this.say(this.money, 'sandbox', cells.usd('usd'), rank)
    const costs = cells.cells('category_costs')
    for (const category of Object.keys(costs.fields).slice(0, 50)) {
      this.say(
        this.money,
        CATEGORIES[category.toLowerCase()] ?? `category ${category.slice(0, 60)}`,
        costs.usd(category),
        rank,
      )
    }
    this.model = cells.line('model', 'policy_model') ?? this.model
    for (const flag of cells.flags) this.flags.add(flag)
    if (at !== null && (this.lastAt === null || at > this.lastAt)) this.lastAt = at
    if (source === 'usage' || source === 'completed') {
      if (this.lastTotal !== null) yield { dropped: [{ rule: 'running-total', events: 1, tokens: this.lastTotal }] }
      this.lastTotal = this.allTokens()
    }
  }

  /** What was spent on tokens so far, in picodollars; null when nobody said. */
  costSoFar(): bigint | null {
    return this.pico('total') ?? this.pico('tokens')
  }

  private count = (name: string) => this.tokens.get(name)?.amount ?? null
  private pico = (name: string) => this.money.get(name)?.amount ?? null

  private allTokens(): bigint {
    const parts = TOKEN_FIELDS.slice(0, 8).reduce((sum, name) => sum + (this.count(name) ?? 0n), 0n)
    return parts > 0n ? parts : (this.count('token_count_total') ?? this.count('total_tokens') ?? 0n)
  }

  /** The job's spend as usage records by role; none when no event told any. */
  records(jobKey: string, ref: string): UsageRecord[] {
    const parts = this.parts()
    return parts.map((part, index) => ({
      ...BLANK_USAGE,
      // The first has the plain key, which the job's own record shares: the two never stand beside one another.
      nativeId: index === 0 ? spendKeyOf(jobKey) : `${spendKeyOf(jobKey)}/${part.role}`,
      runKey: jobKey,
      at: this.lastAt,
      model: part.role === 'policy' ? this.model : null,
      role: part.role,
      usage: part.usage,
      costPico: part.costPico,
      identity: `${spendKeyOf(jobKey)}/${part.role}`,
      ref,
      flags: [...this.flags, ...part.flags],
    }))
  }

  private parts(): Part[] {
    const policy = this.side('policy', 'rollouts', this.count('policy_tokens'))
    const proposer = this.side('proposer', 'mutation', this.count('proposer_tokens'))
    const sides = [policy, proposer].filter((part) => part !== null)
    const whole = this.wholeTokens(sides)
    const others = [...this.money.keys()].filter((name) => name.startsWith('category '))
    const known = [
      ...sides,
      ...(whole ? [whole] : []),
      ...others.flatMap((name) => moneyPart(name.slice(9), this.pico(name))),
    ]
    return [...known, ...this.sandboxPart(known)]
  }

  private side(role: string, prefix: string, counted: bigint | null): Part | null {
    const [input, output, unknown] = ['prompt', 'completion', 'unknown'].map((name) =>
      this.count(`${prefix}_${name}_tokens`),
    )
    const split: Usage = { ...NO_USAGE, input: input ?? null, output: output ?? null, unsplit: unknown || null }
    const usage = totalOf(split) === null ? { ...NO_USAGE, unsplit: counted } : split
    return part(role, usage, this.pico(role))
  }

  /** Money or tokens that nobody divided by role: kept whole. */
  private wholeTokens(sides: readonly Part[]): Part | null {
    const stated = this.count('token_count_total') ?? this.count('total_tokens')
    const summed = sides.reduce((sum, side) => sum + (side.usage.total ?? 0n), 0n)
    if (stated !== null && summed > 0n && stated !== summed) this.flags.add('total_mismatch')
    const divided = sides.reduce((sum, side) => sum + (side.costPico ?? 0n), 0n)
    const tokensCost = this.pico('tokens')
    const rest = tokensCost === null || tokensCost <= divided ? null : tokensCost - divided
    return part('undivided', { ...NO_USAGE, unsplit: summed > 0n ? null : stated }, rest)
  }

  private sandboxPart(known: readonly Part[]): Part[] {
    const total = this.pico('total')
    const counted = known.reduce((sum, one) => sum + (one.costPico ?? 0n), 0n)
    const sandbox = this.pico('sandbox')
    if (sandbox !== null || total === null) return moneyPart('sandbox', sandbox)
    return total > counted ? moneyPart(known.length === 0 ? 'job total' : 'rest of the total', total - counted) : []
  }
}

interface Part {
  role: string
  usage: Usage
  costPico: bigint | null
  flags: string[]
}

function moneyPart(role: string, costPico: bigint | null): Part[] {
  return costPico === null || costPico === 0n ? [] : [{ role, usage: { ...NO_USAGE }, costPico, flags: [] }]
}

/** 0 tokens that cost something are unknown tokens; tokens that cost 0 were never priced. */
function part(role: string, usage: Usage, cost: bigint | null): Part | null {
  const counted = totalOf(usage)
  const total = counted === 0n ? null : counted
  const costPico = cost === 0n ? null : cost
  if (total === null && costPico === null) return null
  if (total === null) return { role, usage: { ...NO_USAGE }, costPico, flags: ['tokens_unknown'] }
  return { role, usage: { ...usage, total }, costPico, flags: costPico === null ? ['cost_unknown'] : [] }
}
