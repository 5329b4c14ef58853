/**
 * The four ledgers of tokens: spent, avoided by artifacts, avoided by not calling the doctor, and the difference of an
 * A/B pair. They measure different things, so their amounts are different types: only amounts of one ledger can be
 * summed, and an arithmetic operator on two of them does not compile.
 */

declare const ledger: unique symbol
export type LedgerName = 'spent' | 'artifactAvoided' | 'doctorAvoided' | 'abDelta'

/** An amount of tokens of one ledger. An object rather than a number, so that `a + b` is a type error. */
export interface Amount<L extends LedgerName> {
  readonly tokens: bigint
  readonly [ledger]?: L
}

/** measured: what happened. counted: what was left out. estimated: what did not happen. */
export const LEDGER_KIND = {
  spent: 'measured',
  artifactAvoided: 'counted',
  doctorAvoided: 'estimated',
  abDelta: 'measured',
} as const satisfies Record<LedgerName, 'measured' | 'counted' | 'estimated'>

/** Marks an amount as belonging to one ledger; the name must be given, so that it is a decision. */
export function amountOf<L extends LedgerName>(_ledger: L, tokens: bigint): Amount<L> {
  return { tokens }
}

/** The sum of amounts of one ledger; null when there is none, because nothing recorded is not zero. */
export function sumOf<L extends LedgerName>(_ledger: L, amounts: readonly Amount<NoInfer<L>>[]): Amount<L> | null {
  if (amounts.length === 0) return null
  return { tokens: amounts.reduce((sum, amount) => sum + amount.tokens, 0n) }
}
