import Link from 'next/link'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Tag } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import type { LedgersWire, ScopeLedgersWire } from '@/lib/ledgers/schema'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { EvidenceLink } from './evidence-link'
import { LedgerColumn, LedgerFact, LedgerFacts } from './ledger-column'

interface PairColumnProps {
  delta: LedgersWire['abDelta'] | ScopeLedgersWire['abDelta']
  disclosures: LedgersWire['disclosures']
  evidence: string | undefined
  fleet: Fleet
}

/** What the treatment of a pair used more or, with a minus, less than its control. */
export function PairColumn({ delta, disclosures, evidence, fleet }: PairColumnProps) {
  const shared = { ledger: 'abDelta', disclosures } as const
  if (delta === null) return <LedgerColumn {...shared} amount={null} missing="no pair" />
  const amount = delta.tokens === null ? null : signed(delta.tokens)
  return (
    <LedgerColumn {...shared} amount={amount}>
      {'pairs' in delta ? <AllPairs delta={delta} evidence={evidence} /> : <OnePair delta={delta} fleet={fleet} />}
      {delta.tokens === null || delta.tokens >= 0 ? null : <p className="text-3">Negative: the treatment used less.</p>}
    </LedgerColumn>
  )
}

const signed = (tokens: number) => `${tokens < 0 ? '−' : tokens > 0 ? '+' : ''}${formatInteger(Math.abs(tokens))}`

function OnePair({ delta, fleet }: { delta: NonNullable<LedgersWire['abDelta']>; fleet: Fleet }) {
  const { valid, controlRunId, treatmentRunId, pairId } = delta
  return (
    <>
      <p>
        <Tag {...(valid ? {} : { tone: 'bad' as const })}>{valid ? 'valid pair' : 'refused pair'}</Tag>{' '}
        <span className="text-3">treatment − control, n = 1 pair</span>
      </p>
      <LedgerFacts>
        <LedgerFact label="control" value={<RunRef id={controlRunId} fleet={fleet} />} />
        <LedgerFact label="treatment" value={<RunRef id={treatmentRunId} fleet={fleet} />} />
        <LedgerFact label="pair" value={<MiddleTruncate text={pairId} max={20} />} />
      </LedgerFacts>
    </>
  )
}

interface AllPairsProps {
  delta: NonNullable<ScopeLedgersWire['abDelta']>
  evidence: string | undefined
}

function AllPairs({ delta: { pairs, meanTokens }, evidence }: AllPairsProps) {
  const summed = pairs.valid - pairs.withoutDelta
  return (
    <>
      <p className="text-3">
        treatment − control, summed over{' '}
        <EvidenceLink href={evidence}>
          n = {formatInteger(summed)} valid {summed === 1 ? 'pair' : 'pairs'}
        </EvidenceLink>
      </p>
      <LedgerFacts>
        {meanTokens === null ? null : <LedgerFact label="mean of a pair" value={signed(meanTokens)} />}
        {pairs.withoutDelta > 0 ? (
          <LedgerFact label="valid, difference not recorded" value={formatInteger(pairs.withoutDelta)} />
        ) : null}
      </LedgerFacts>
    </>
  )
}

function RunRef({ id, fleet }: { id: string; fleet: Fleet }) {
  return (
    <Link href={paths.run(id, fleet)} prefetch={false} className="text-accent hover:underline">
      <MiddleTruncate text={id} max={22} copy={false} />
    </Link>
  )
}
