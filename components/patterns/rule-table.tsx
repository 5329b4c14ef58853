'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternRuleWire } from '@/lib/patterns/schema'
import { CAUSE_WORDS } from '@/lib/runs/status'
import { TemplateText } from './template-text'
import { useWithdrawRule } from './use-rules'

export const RULE_COLUMNS = [
  { header: 'No.', numeric: true, className: 'w-14' },
  { header: 'Rule' },
  { header: 'Failures', numeric: true, className: 'w-24' },
  { header: 'Reason', className: 'w-60' },
  { header: 'Made', numeric: true, className: 'w-28' },
  { header: 'Action', numeric: true, className: 'w-28' },
] as const

interface RuleTableProps {
  /** In the order in which they are applied. */
  rules: readonly PatternRuleWire[]
  fleet: Fleet
  dimmed: boolean
}

export function RuleTable({ rules, fleet, dimmed }: RuleTableProps) {
  const withdraw = useWithdrawRule(fleet)
  return (
    <Table label="Rules" edge fixed className={cx('max-md:block', dimmed && 'opacity-60')}>
      <thead className="max-md:hidden">
        <tr>
          {RULE_COLUMNS.map(({ header, ...column }) => (
            <Th key={header} {...column}>
              {header}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        {rules.map((rule, index) => (
          <Tr key={rule.id} className={cx(LABELLED_ROW, rule.withdrawnAt !== null && 'text-3')}>
            <Td numeric data-label="No." className={LABELLED_CELL}>
              {index + 1}
            </Td>
            <Td wrap className={cx(LABELLED_CELL, 'max-md:order-first max-md:col-span-2')}>
              <What rule={rule} fleet={fleet} />
            </Td>
            <Td numeric data-label="Failures" className={LABELLED_CELL}>
              <Num value={rule.failures} reason="a merge gathers what its patterns hold" />
            </Td>
            <Td wrap data-label="Reason" className={cx(LABELLED_CELL, 'wrap-anywhere')}>
              {rule.reason === null ? <span className="text-3">none given</span> : null}
              {rule.reason === null ? null : <HostileText text={rule.reason} max={160} />}
            </Td>
            <Td numeric data-label="Made" className={LABELLED_CELL}>
              <RelativeTime at={rule.at} className="text-2" />
            </Td>
            <Td numeric className={LABELLED_CELL}>
              {rule.withdrawnAt === null ? (
                <Button
                  size="sm"
                  look="ghost"
                  disabledReason={fleet === 'sample' ? 'the sample cannot be changed' : null}
                  onClick={() => withdraw(rule)}
                >
                  Withdraw
                </Button>
              ) : (
                <span className="text-12">
                  withdrawn <RelativeTime at={rule.withdrawnAt} />
                </span>
              )}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function What({ rule, fleet }: { rule: PatternRuleWire; fleet: Fleet }) {
  const { kind, template, from, into, title, errorType, cause, system } = rule
  const says = [
    ...(title === null ? [] : [`title ${plainText(title, 80)}`]),
    ...(errorType === null ? [] : [`type ${plainText(errorType, 60)}`]),
    ...(cause === null ? [] : [`cause ${CAUSE_WORDS[cause]}`]),
    ...(system === null ? [] : [`only of ${plainText(system, 40)}`]),
  ]
  if (kind === 'merge') {
    return (
      <span>
        merge <PatternLink id={from} fleet={fleet} /> into <PatternLink id={into} fleet={fleet} />
      </span>
    )
  }
  return (
    <span className="grid gap-0.5 wrap-anywhere">
      <TemplateText text={template ?? ''} />
      {says.length > 0 ? <span className="text-12 text-2">{says.join(', ')}</span> : null}
    </span>
  )
}

function PatternLink({ id, fleet }: { id: string | null; fleet: Fleet }) {
  if (id === null) return <span className="text-3">a pattern that is gone</span>
  return (
    <Link href={paths.pattern(id, fleet)} prefetch={false} className="text-accent hover:underline">
      <MiddleTruncate text={id} max={18} copy={false} />
    </Link>
  )
}
