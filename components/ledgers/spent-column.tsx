import { LowerBound, NotRecorded } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import type { LedgersWire, SpentLedger } from '@/lib/ledgers/schema'
import { formatInteger, formatMoney, formatPercent } from '@/lib/time/format-quantity'
import { EvidenceLink } from './evidence-link'
import { LedgerColumn, LedgerFact, LedgerFacts } from './ledger-column'

const ROLES_SHOWN = 4
const some = (count: number, one: string) => `${formatInteger(count)} ${count === 1 ? one : `${one}s`}`

interface SpentColumnProps {
  spent: LedgersWire['spent']
  disclosures: LedgersWire['disclosures']
  evidence: string | undefined
}

/** What was metered. The doctor, and spend without a run, are parts of it. */
export function SpentColumn({ spent, disclosures, evidence }: SpentColumnProps) {
  const shared = { ledger: 'spent', disclosures } as const
  if (spent === null) return <LedgerColumn {...shared} amount={null} />
  const { usage, events, roles } = spent
  const shown = roles.length > ROLES_SHOWN ? roles.slice(0, ROLES_SHOWN - 1) : roles
  return (
    <LedgerColumn
      {...shared}
      amount={
        usage.total === null ? null : (
          <>
            {usage.lowerBound.length > 0 ? <LowerBound /> : null}
            {formatInteger(usage.total)}
          </>
        )
      }
    >
      <p className="text-3">
        <EvidenceLink href={evidence}>{some(events, 'usage event')}</EvidenceLink>
      </p>
      <LedgerFacts>
        {shown.map(({ role, tokens, events: calls }) => (
          <LedgerFact
            key={role ?? ''}
            label={role === null ? 'no role' : <bdi>{plainText(role, 60)}</bdi>}
            value={tokens === null ? <span className="text-3">not recorded</span> : formatInteger(tokens)}
            title={some(calls, 'event')}
          />
        ))}
        {roles.length > shown.length ? <OtherRoles roles={roles.slice(shown.length)} /> : null}
        {spent.doctor.events > 0 ? <LedgerFact label="of it doctor calls" value={doctorWords(spent.doctor)} /> : null}
        {spent.orphan.events > 0 ? (
          <LedgerFact
            label="of it runs without a row"
            value={partWords(spent.orphan)}
            title={`${some(spent.orphan.events, 'event')} of ${some(spent.orphan.runs, 'run')}`}
            isWeak
          />
        ) : null}
        {spent.runless.events > 0 ? (
          <LedgerFact
            label="of it no run"
            value={partWords(spent.runless)}
            title={some(spent.runless.events, 'event')}
            isWeak
          />
        ) : null}
        <LedgerFact label="cache hit rate" value={<HitRate spent={spent} />} />
        <LedgerFact label="cost" value={<Cost spent={spent} />} />
      </LedgerFacts>
      {spent.doctor.events > 0 ? <p className="text-3">Doctor calls are part of this column, not beside it.</p> : null}
    </LedgerColumn>
  )
}

/** Roles beyond those shown; a sum within one ledger. */
function OtherRoles({ roles }: { roles: SpentLedger['roles'] }) {
  const known = roles.flatMap(({ tokens }) => tokens ?? [])
  return (
    <LedgerFact
      label={`${formatInteger(roles.length)} other roles`}
      value={known.length > 0 ? formatInteger(known.reduce((sum, tokens) => sum + tokens, 0)) : 'not recorded'}
    />
  )
}

const partWords = ({ tokens }: { tokens: number | null }) => (tokens === null ? 'not recorded' : formatInteger(tokens))

function doctorWords({ tokens, events }: SpentLedger['doctor']): string {
  return `${tokens === null ? 'not recorded' : formatInteger(tokens)} in ${formatInteger(events)}`
}

function HitRate({ spent: { cacheHitRate, usage } }: { spent: SpentLedger }) {
  if (cacheHitRate === null) return <NotRecorded reason="cache reads were not recorded apart from input" />
  return (
    <span title={usage.unsplit === null ? undefined : 'of the tokens whose classes were recorded'}>
      {formatPercent(cacheHitRate)}
    </span>
  )
}

function Cost({ spent: { costMicroUsd, costIsLowerBound, unpricedEvents, events } }: { spent: SpentLedger }) {
  const title =
    unpricedEvents > 0 ? `${formatInteger(unpricedEvents)} of ${some(events, 'event')} without a price` : undefined
  if (costMicroUsd === null) {
    return (
      <span className="text-3" title={title}>
        not known
      </span>
    )
  }
  return (
    <span title={title}>
      {costIsLowerBound ? <LowerBound /> : null}
      {formatMoney(costMicroUsd)}
    </span>
  )
}
