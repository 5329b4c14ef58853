'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { SkeletonTable } from '@/components/ui/skeleton'
import { budgetsQuery } from '@/lib/budgets/queries'
import type { BudgetsReply } from '@/lib/budgets/schema'
import { countWords } from '@/lib/budgets/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { BudgetItem } from './budget-item'
import { CapForm } from './cap-form'
import { OverTable } from './over-table'

/** Caps on tokens and dollars: the operator's own, and those that sources recorded. */
export function BudgetsScreen({ fleet }: { fleet: Fleet }) {
  const { data, error, refetch } = useQuery(budgetsQuery(fleet))
  return (
    <Page
      title="Budgets"
      tabTitle="Budgets"
      crumbs={[{ label: 'Tokens', href: paths.tokens(fleet) }]}
      actions={
        <Link href={paths.prices(fleet)} className={buttonClass({ size: 'sm' })}>
          Prices
        </Link>
      }
    >
      <CapForm fleet={fleet} />
      {data ? (
        <>
          {data.items.length === 0 ? <NoBudget /> : null}
          {data.items.map((report) => (
            <BudgetItem key={report.budget.id} report={report} fleet={fleet} />
          ))}
          <SourceCaps caps={data.sourceCaps} fleet={fleet} />
        </>
      ) : error ? (
        <QueryError what="the budgets" error={error} onRetry={() => void refetch()} />
      ) : (
        <div className="pt-4">
          <SkeletonTable label="Budgets" columns={[{ header: 'Run' }, { header: 'Used', numeric: true }]} />
        </div>
      )}
    </Page>
  )
}

function NoBudget() {
  return (
    <EmptyState kind="nothing-yet" title="No cap yet">
      <p>
        A cap of yours shows which run, job, project or day went over it, with which event, and what the period may come
        to. Write an amount above: what it would have stopped stands below before it is set.
      </p>
      <Command>npx pitwall budgets add --per run --tokens 300000</Command>
    </EmptyState>
  )
}

/** Caps that came with the records, and the runs that went over them. */
function SourceCaps({ caps: { counts, overruns }, fleet }: { caps: BudgetsReply['sourceCaps']; fleet: Fleet }) {
  if (counts.targets === 0) return null
  return (
    <Section title="Caps that sources recorded" meta={countWords('run', counts)}>
      {overruns.length > 0 ? (
        <OverTable label="Runs over their own cap" scope="run" measure="tokens" targets={overruns} fleet={fleet} />
      ) : (
        <EmptyState kind="all-clear" title="No run is known to be over the cap that its source recorded" />
      )}
    </Section>
  )
}
