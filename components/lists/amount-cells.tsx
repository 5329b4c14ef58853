'use client'

import { LowerBound, NotRecorded, Num } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import type { Amount } from '@/lib/ledger/amount-words'
import { shortModel } from '@/lib/model/model-name'
import { formatCents, formatMoney } from '@/lib/time/format-quantity'

export function TokensCell({ value, lowerBound, title }: Amount) {
  return (
    <span title={title}>
      <Num value={value} lowerBound={lowerBound} reason={title} />
      {value === null ? null : <span className="text-12 text-3 md:hidden"> tokens</span>}
    </span>
  )
}

export function CostCell({ value, lowerBound, title }: Amount) {
  if (value === null) return <NotRecorded reason={title} />
  return (
    <span title={`${formatMoney(value)}: ${title}`}>
      {lowerBound ? <LowerBound /> : null}
      {formatCents(value)}
    </span>
  )
}

interface ModelsCellProps {
  /** The one that is named. */
  first: string | null
  /** All of them, for the title; it may lack the first. */
  models: readonly string[]
  /** Why none is named. */
  reason: string
}

/** One model, and how many more. */
export function ModelsCell({ first, models, reason }: ModelsCellProps) {
  if (first === null) return <NotRecorded reason={reason} />
  return (
    <span className="flex gap-1" title={plainText(models.slice(0, 20).join(', ') || first)}>
      <span className="min-w-0 truncate">{plainText(shortModel(first), 40)}</span>
      {models.length > 1 ? <span className="flex-none text-3">+{models.length - 1}</span> : null}
    </span>
  )
}
