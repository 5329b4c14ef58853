'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { BudgetReport, TargetWire } from '@/lib/budgets/schema'
import { budgetWords, countWords, projectionWords, SCOPE_WORDS, spentWords } from '@/lib/budgets/words'
import type { Fleet } from '@/lib/http/wire'
import { DayUse } from './day-use'
import { OverTable } from './over-table'
import { RemoveBudgetDialog } from './remove-budget-dialog'
import { UsedBar } from './used-bar'

const STATES = {
  over: { tone: 'bad', word: 'over its cap' },
  cannot_tell: { tone: 'warn', word: 'cannot be told' },
  within: { tone: 'ok', word: 'within its cap' },
} as const

/** One cap: what is used now, how many passed it, the days of the period and what they may come to. */
export function BudgetItem({ report, fleet }: { report: BudgetReport; fleet: Fleet }) {
  const { budget, counts, current, overruns, days, projection } = report
  const [asking, setAsking] = useState(false)
  const words = plainText(budgetWords(budget), 200)
  return (
    <Section
      title={words}
      meta={countWords(budget.scope, counts)}
      actions={
        <Button
          size="sm"
          disabledReason={fleet === 'sample' ? 'the sample cannot be changed' : null}
          aria-label={`Remove the cap of ${words}`}
          onClick={() => setAsking(true)}
        >
          Remove
        </Button>
      }
    >
      {current ? (
        <Current target={current} report={report} />
      ) : (
        <p className="text-3">Nothing recorded to hold against it yet.</p>
      )}
      {projection ? (
        <p className="pt-2 text-2 first-letter:uppercase">{projectionWords(projection, budget.measure)}.</p>
      ) : null}
      {days.length > 0 ? <DayUse report={report} /> : null}
      {overruns.length > 0 ? (
        <div className="pt-3">
          <OverTable
            label={`Over ${words}`}
            scope={budget.scope}
            measure={budget.measure}
            targets={overruns}
            fleet={fleet}
          />
          {counts.over > overruns.length ? (
            <p className="pt-1.5 text-12 text-3">
              {overruns.length} of {counts.over} {SCOPE_WORDS[budget.scope].many} over it.
            </p>
          ) : null}
        </div>
      ) : null}
      <RemoveBudgetDialog budget={budget} open={asking} onOpenChange={setAsking} />
    </Section>
  )
}

/** What the period or the one that used most stands at. */
function Current({ target, report: { budget, counts } }: { target: TargetWire; report: BudgetReport }) {
  const { tone, word } = STATES[target.state]
  const isMost = counts.targets > 1 && budget.scope !== 'day'
  return (
    <div className="grid items-center gap-x-4 gap-y-1.5 md:grid-cols-[minmax(0,1fr)_20rem]">
      <p className="min-w-0">
        <StatusMark tone={tone} className="pr-2">
          {word}
        </StatusMark>
        <span className="text-2">{isMost ? 'most used by ' : ''}</span>
        <b className="font-semibold">
          <HostileText text={target.name ?? target.target ?? 'not recorded'} max={60} />
        </b>
        <span className="text-2">: {spentWords(target, budget.measure)}</span>
      </p>
      <UsedBar target={target} />
    </div>
  )
}
