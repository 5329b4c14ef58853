import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'
import { HowBadge } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import { LEDGER_KINDS, type LedgerName } from '@/lib/ledger/ledger-tokens'
import type { LedgersWire } from '@/lib/ledgers/schema'

const TITLES: Record<LedgerName, string> = {
  spent: 'Spent',
  artifactAvoided: 'Artifact tokens avoided',
  doctorAvoided: 'Doctor tokens avoided',
  abDelta: 'A/B difference',
}

interface LedgerColumnProps {
  ledger: LedgerName
  /** Null: nothing was recorded, which is not zero. */
  amount: ReactNode
  /** What stands for an amount that is null. */
  missing?: string
  disclosures: LedgersWire['disclosures']
  children?: ReactNode
}

/** One of the four accounts: its amount with how it is known, its parts, and what its source cannot know. */
export function LedgerColumn({ ledger, amount, missing = 'not recorded', disclosures, children }: LedgerColumnProps) {
  return (
    <section
      data-ledger={ledger}
      aria-label={`${TITLES[ledger]}, ledger`}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1 border-line max-md:not-first:border-t max-md:not-first:pt-3 md:px-5 md:first:pl-0 xl:last:pr-0 md:max-xl:odd:pl-0 md:max-xl:even:pr-0 md:max-xl:even:border-l xl:not-first:border-l"
    >
      <div className="flex items-center justify-between gap-2">
        <h3 className="font-semibold text-13">{TITLES[ledger]}</h3>
        <HowBadge how={LEDGER_KINDS[ledger]} />
      </div>
      <p className="mt-1.5">
        {amount === null ? (
          <span className="text-20 text-3">{missing}</span>
        ) : (
          <span data-amount className="font-semibold text-24 tracking-tight">
            {amount}
          </span>
        )}
      </p>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-2 text-12 text-2">
        {children}
        {disclosures
          .filter((each) => each.ledger === ledger)
          .map(({ name, text }) => (
            <p key={name} data-disclosure={name} className="text-3 wrap-anywhere">
              {plainText(text)}
            </p>
          ))}
      </div>
    </section>
  )
}

/** Parts of an amount, one a line. */
export function LedgerFacts({ children }: { children: ReactNode }) {
  return <dl className="grid grid-cols-[minmax(0,1fr)] gap-1">{children}</dl>
}

interface FactProps {
  label: ReactNode
  value: ReactNode
  title?: string
  /** Rests on nothing: to be seen at once. */
  isWeak?: boolean
}

export function LedgerFact({ label, value, title, isWeak = false }: FactProps) {
  return (
    <div className={cx('flex items-baseline justify-between gap-3', isWeak && 'text-warn')} title={title}>
      <dt className="min-w-0 wrap-anywhere">{label}</dt>
      <dd className={cx('flex-none whitespace-nowrap text-13', isWeak ? 'text-warn' : 'text-1')}>{value}</dd>
    </div>
  )
}
