/** How each of the four ledgers is known. They are accounts of different kinds, and no sum of two of them means anything. */
export const LEDGER_KINDS = {
  spent: 'measured',
  artifactAvoided: 'counted',
  doctorAvoided: 'estimated',
  abDelta: 'measured',
} as const

export type LedgerName = keyof typeof LEDGER_KINDS
export const LEDGER_NAMES = Object.keys(LEDGER_KINDS) as LedgerName[]

/**
 * Tokens of one ledger. An object, not a number: `+` between two of them does not compile, and neither does handing one
 * ledger's tokens to another's sum (`in out` keeps `L` from widening to both).
 */
export class LedgerTokens<in out L extends LedgerName> {
  readonly ledger: L
  /** Exact; negative only in an A/B delta. To be read where it is shown or sent. */
  readonly tokens: bigint

  constructor(ledger: L, tokens: bigint) {
    this.ledger = ledger
    this.tokens = tokens
  }
}

/** The only sum there is: of amounts of one ledger; null when there are none. */
export function sumLedger<L extends LedgerName>(
  ledger: L,
  amounts: Iterable<LedgerTokens<NoInfer<L>>>,
): LedgerTokens<L> | null {
  let sum: bigint | null = null
  for (const { tokens } of amounts) sum = (sum ?? 0n) + tokens
  return sum === null ? null : new LedgerTokens(ledger, sum)
}
