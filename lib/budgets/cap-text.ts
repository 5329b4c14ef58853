import type { BudgetMeasure } from './schema'

interface ReadCap {
  capTokens?: number
  capMicroUsd?: number
}

/** A cap as a person writes it: `300,000` tokens, `5` or `0.25` dollars. Null when it is none. */
export function parseCap(text: string, measure: BudgetMeasure): ReadCap | null {
  const plain = text.trim().replace(/[_, ]/g, '').replace(/^\$/, '')
  if (measure === 'tokens') {
    const cap = /^\d{1,15}$/.test(plain) ? Number(plain) : 0
    return cap > 0 ? { capTokens: cap } : null
  }
  const match = /^(\d{1,9})(?:\.(\d{1,6}))?$/.exec(plain)
  const cap = match ? Number(match[1]) * 1_000_000 + Number((match[2] ?? '').padEnd(6, '0')) : 0
  return cap > 0 ? { capMicroUsd: cap } : null
}
