import Link from 'next/link'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { NotRecorded, Quantity } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { BudgetMeasure, BudgetScope, TargetWire } from '@/lib/budgets/schema'
import { boundWords, crossingWords, SCOPE_WORDS } from '@/lib/budgets/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger, formatMoney, formatPercent } from '@/lib/time/format-quantity'

interface OverTableProps {
  label: string
  scope: BudgetScope
  measure: BudgetMeasure
  targets: readonly (TargetWire & { after?: number | null })[]
  fleet: Fleet
}

const amount = (value: number, measure: BudgetMeasure) =>
  measure === 'tokens' ? formatInteger(value) : formatMoney(value)

/** What went over a cap: how much was used, when it was passed, and with which event. */
export function OverTable({ label, scope, measure, targets, fleet }: OverTableProps) {
  const withAfter = targets.some(({ after }) => after !== undefined)
  const head = SCOPE_WORDS[scope].one
  return (
    <Table label={label} edge>
      <thead>
        <tr>
          <Th>{`${head[0]?.toUpperCase()}${head.slice(1)}`}</Th>
          <Th numeric>Used</Th>
          <Th numeric className="max-md:hidden">
            Cap
          </Th>
          <Th numeric className="max-md:hidden">
            Share
          </Th>
          <Th className="pl-5">Went over</Th>
          {withAfter ? <Th numeric>After it</Th> : null}
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => (
          <Tr key={target.target ?? ''}>
            <Td className="max-w-0 truncate md:w-[34%] max-md:min-w-28">
              <TargetName target={target} scope={scope} fleet={fleet} />
            </Td>
            <Td numeric>
              <Quantity
                parts={{ value: amount(target.used ?? 0, measure), unit: '' }}
                lowerBound={target.isLowerBound}
                title={target.isLowerBound ? `at least: ${boundWords(target).join('; ')}` : ''}
              />
            </Td>
            <Td numeric className="text-2 max-md:hidden">
              {amount(target.cap, measure)}
            </Td>
            <Td numeric className="text-2 max-md:hidden">
              {target.share === null ? <NotRecorded reason="nothing recorded" /> : formatPercent(target.share)}
            </Td>
            <Td className="pl-5" title={crossingWords(target, measure)}>
              <CrossingCell target={target} fleet={fleet} />
            </Td>
            {withAfter ? (
              <Td numeric>
                {target.after === null || target.after === undefined ? (
                  <NotRecorded reason="the order of its events cannot be told" />
                ) : (
                  amount(target.after, measure)
                )}
              </Td>
            ) : null}
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function TargetName({
  target: { target, name },
  scope,
  fleet,
}: {
  target: TargetWire
  scope: BudgetScope
  fleet: Fleet
}) {
  if (target === null) return <NotRecorded reason="not recorded" words="not recorded" />
  const shown =
    name === null ? <MiddleTruncate text={target} max={44} copy={false} /> : <HostileText text={name} max={80} />
  if (scope === 'run' || scope === 'job') {
    const href = scope === 'run' ? paths.run(target, fleet) : paths.job(target, fleet)
    return (
      <Link href={href} prefetch={false} className="hover:underline">
        {shown}
      </Link>
    )
  }
  return shown
}

/** The moment it was passed, as a link to what spent it. */
function CrossingCell({ target: { crossing }, fleet }: { target: TargetWire; fleet: Fleet }) {
  if (crossing === null) return <NotRecorded reason="which event it was cannot be told" />
  const { at, runId, sessionId } = crossing
  const href = sessionId !== null ? paths.session(sessionId, fleet) : runId !== null ? paths.run(runId, fleet) : null
  const when = at === null ? 'an event without a time' : <Moment at={at} />
  return href === null ? (
    when
  ) : (
    <Link href={href} prefetch={false} className="text-accent hover:underline">
      {when}
    </Link>
  )
}
