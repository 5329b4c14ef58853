import { cx } from '@/components/ui/cx'
import type { BudgetReport } from '@/lib/budgets/schema'
import { amountWords } from '@/lib/budgets/words'
import { slotWords } from '@/lib/tokens/words'

/** Days as bars against the cap: the sum so far in a month, each day by itself where days are capped. */
export function DayUse({ report: { budget, days } }: { report: BudgetReport }) {
  const cap = (budget.measure === 'tokens' ? budget.capTokens : budget.capMicroUsd) ?? 0
  const isSum = days.some(({ sum }) => sum !== null)
  const value = (day: BudgetReport['days'][number]) => (isSum ? day.sum : day.used)
  const top = Math.max(cap, ...days.map((day) => value(day) ?? 0))
  const amount = (used: number) => amountWords(used, budget.measure)
  const [first, last] = [days[0], days.at(-1)]
  if (!first || !last || top === 0) return null
  const shown = days.filter((day) => value(day) !== null)
  return (
    <figure className="pt-3">
      <div
        role="img"
        aria-label={`${isSum ? 'Used so far' : 'Used on each day'}, ${slotWords({ day: first.day, last: first.day })} to ${slotWords({ day: last.day, last: last.day })}: ${
          shown.map((day) => `${slotWords({ day: day.day, last: day.day })} ${amount(value(day) ?? 0)}`).join(', ') ||
          'nothing recorded'
        }; the cap is ${amount(cap)}`}
        className="relative flex h-16 max-w-160 items-end gap-px border-line border-b"
      >
        <i
          className="absolute inset-x-0 border-line-strong border-t border-dashed"
          style={{ bottom: `${(cap / top) * 100}%` }}
        />
        {days.map((day) => {
          const used = value(day)
          return (
            <span
              key={day.day}
              title={`${slotWords({ day: day.day, last: day.day })}: ${used === null ? 'nothing recorded' : `${day.isLowerBound ? 'at least ' : ''}${amount(used)}`}`}
              className="flex h-full flex-1 items-end"
            >
              <i
                className={cx('block w-full', used !== null && used > cap ? 'bg-bad' : 'bg-s1')}
                style={{ height: used === null || used === 0 ? 0 : `max(1px, ${(used / top) * 100}%)` }}
              />
            </span>
          )
        })}
      </div>
      <figcaption className="flex max-w-160 justify-between pt-1 text-12 text-3">
        <span>{slotWords({ day: first.day, last: first.day })}</span>
        <span>{isSum ? 'used so far; dashed: the cap' : 'used on each day; dashed: the cap'}</span>
        <span>{slotWords({ day: last.day, last: last.day })}</span>
      </figcaption>
    </figure>
  )
}
