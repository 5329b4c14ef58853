import { Tag } from '@/components/ui/status'
import type { EstimateSource } from '@/lib/ledger/doctor-estimate'
import type { DoctorLedger, LedgersWire } from '@/lib/ledgers/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { EvidenceLink } from './evidence-link'
import { LedgerColumn, LedgerFact, LedgerFacts } from './ledger-column'

const some = (count: number, one: string) => `${formatInteger(count)} ${count === 1 ? one : `${one}s`}`

interface ArtifactColumnProps {
  avoided: LedgersWire['artifactAvoided']
  disclosures: LedgersWire['disclosures']
  evidence: string | undefined
}

/** What substitutions left out of prompts, as the source counted it. */
export function ArtifactColumn({ avoided, disclosures, evidence }: ArtifactColumnProps) {
  return (
    <LedgerColumn
      ledger="artifactAvoided"
      disclosures={disclosures}
      amount={avoided === null ? null : formatInteger(avoided.tokens)}
    >
      {avoided === null ? null : (
        <p className="text-3">
          <EvidenceLink href={evidence}>
            {some(avoided.substitutions, 'substitution')} in n = {some(avoided.phases, 'phase')}
          </EvidenceLink>
        </p>
      )}
    </LedgerColumn>
  )
}

const SOURCES: readonly (readonly [EstimateSource, string])[] = [
  ['run_local', 'this run'],
  ['global', 'fleet'],
  ['fallback', 'fallback'],
]

interface DoctorColumnProps {
  avoided: LedgersWire['doctorAvoided']
  calls: LedgersWire['doctorCalls']
  disclosures: LedgersWire['disclosures']
  evidence: string | undefined
}

/** What skipped doctor calls would have cost, by what each estimate rests on, beside what real ones used. */
export function DoctorColumn({ avoided, calls, disclosures, evidence }: DoctorColumnProps) {
  return (
    <LedgerColumn
      ledger="doctorAvoided"
      disclosures={disclosures}
      amount={avoided === null ? null : formatInteger(avoided.tokens)}
    >
      {avoided === null ? null : (
        <>
          <p className="text-3">
            <EvidenceLink href={evidence}>{some(avoided.callsSkipped, 'call')} skipped</EvidenceLink>, by source of the
            estimate
          </p>
          <BySource avoided={avoided} />
        </>
      )}
      {calls.fleet.medianTokens === null ? null : <Realised calls={calls} />}
    </LedgerColumn>
  )
}

function BySource({ avoided: { bySource, estimatedByPitwall } }: { avoided: DoctorLedger }) {
  return (
    <LedgerFacts>
      {SOURCES.filter(([source]) => bySource[source].phases > 0).map(([source, label]) => {
        const { phases, samples, tokens } = bySource[source]
        return (
          <LedgerFact
            key={source}
            label={`${label}, n = ${formatInteger(samples)}, ${some(phases, 'call')}`}
            value={formatInteger(tokens)}
            title={`${some(phases, 'estimate')} on ${some(samples, 'sample')} together`}
            isWeak={source === 'fallback'}
          />
        )
      })}
      {estimatedByPitwall === null ? null : (
        <LedgerFact
          label={
            <>
              <Tag>estimated by Pitwall</Tag> n = {formatInteger(estimatedByPitwall.samples)}
            </>
          }
          value={formatInteger(estimatedByPitwall.tokens)}
          title={`${some(estimatedByPitwall.phases, 'skipped call')} without a recorded estimate; a part of the above`}
        />
      )}
    </LedgerFacts>
  )
}

/** Of one call each, so that an estimate can be held against it. */
function Realised({ calls: { here, fleet } }: { calls: LedgersWire['doctorCalls'] }) {
  return (
    <LedgerFacts>
      {[['real calls here', here] as const, ["fleet's real calls", fleet] as const]
        .filter(([, { medianTokens }]) => medianTokens !== null)
        .map(([label, { calls, medianTokens }]) => (
          <LedgerFact
            key={label}
            label={`${label}, n = ${formatInteger(calls)}`}
            value={`median ${formatInteger(medianTokens ?? 0)}`}
            title="the upper of the two middle values"
          />
        ))}
    </LedgerFacts>
  )
}
