'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonTable } from '@/components/ui/skeleton'
import { Tabs } from '@/components/ui/tabs'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { patternRulesQuery } from '@/lib/patterns/queries'
import { RuleForm } from './rule-form'
import { RULE_COLUMNS, RuleTable } from './rule-table'
import { TriageNotice } from './triage-notice'

/** The page of operators' rules: what they put together and what they gather, in the order in which it is applied. */
export function RulesScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const withdrawn = params.get('withdrawn') === 'true'
  const { data, isPlaceholderData } = useQuery(patternRulesQuery(withdrawn, fleet))
  const tab = (label: string, value: boolean) => ({
    label,
    href: paths.patternRules(fleet, value ? { withdrawn: 'true' } : {}),
    current: value === withdrawn,
    count: value === withdrawn && !isPlaceholderData ? (data?.total ?? null) : null,
  })
  const csv = paths.api.patternRules(fleet, { withdrawn: String(withdrawn), format: 'csv' })
  return (
    <Page
      title="Rules"
      tabTitle="Pattern rules"
      crumbs={[{ label: 'Patterns', href: paths.patterns(fleet) }]}
      actions={
        <a href={csv} download className={buttonClass({ size: 'sm' })}>
          Export
        </a>
      }
    >
      <Tabs label="Rules" items={[tab('In force', false), tab('With withdrawn', true)]} />
      <TriageNotice />
      <h2 className="sr-only">List</h2>
      <Rules withdrawn={withdrawn} fleet={fleet} />
      <RuleForm
        key={params.get('template')}
        fleet={fleet}
        template={params.get('template') ?? ''}
        system={params.get('system') ?? ''}
      />
    </Page>
  )
}

/** The list in each of its states. */
function Rules({ withdrawn, fleet }: { withdrawn: boolean; fleet: Fleet }) {
  const { data, error, refetch, isPlaceholderData } = useQuery(patternRulesQuery(withdrawn, fleet))
  if (data) {
    if (data.items.length > 0) return <RuleTable rules={data.items} fleet={fleet} dimmed={isPlaceholderData} />
    return (
      <EmptyState kind="nothing-yet" title="No rules yet">
        <p>
          Failures are grouped by what their messages have in common. A merge puts patterns together: select them in the
          list and press m. A template, made below, gathers what matches it.
        </p>
      </EmptyState>
    )
  }
  if (error) return <QueryError what="the rules" error={error} onRetry={() => void refetch()} />
  return <SkeletonTable label="Rules" columns={RULE_COLUMNS} rows={4} edge />
}
