import { QueryError } from '@/components/shell/query-error'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import type { LedgerName } from '@/lib/ledger/ledger-tokens'
import type { LedgersWire, ScopeLedgersWire } from '@/lib/ledgers/schema'
import { ArtifactColumn, DoctorColumn } from './avoided-columns'
import { PairColumn } from './pair-column'
import { SpentColumn } from './spent-column'

interface LedgerPanelProps {
  /** Undefined while they are asked for. */
  ledgers: LedgersWire | ScopeLedgersWire | undefined
  error: Error | null
  onRetry: () => void
  fleet: Fleet
  /** Where the rows of each ledger stand. */
  evidence: Partial<Record<LedgerName, string>>
}

/** Four accounts of different kinds, side by side and without a line under them. */
export function LedgerPanel({ ledgers, error, onRetry, fleet, evidence }: LedgerPanelProps) {
  if (!ledgers) return error ? <QueryError what="the ledgers" error={error} onRetry={onRetry} /> : <Waiting />
  const { disclosures } = ledgers
  return (
    <div className="grid gap-y-4 md:grid-cols-2 xl:grid-cols-4">
      <SpentColumn spent={ledgers.spent} disclosures={disclosures} evidence={evidence.spent} />
      <ArtifactColumn avoided={ledgers.artifactAvoided} disclosures={disclosures} evidence={evidence.artifactAvoided} />
      <DoctorColumn
        avoided={ledgers.doctorAvoided}
        calls={ledgers.doctorCalls}
        disclosures={disclosures}
        evidence={evidence.doctorAvoided}
      />
      <PairColumn delta={ledgers.abDelta} disclosures={disclosures} evidence={evidence.abDelta} fleet={fleet} />
    </div>
  )
}

function Waiting() {
  return (
    <div aria-busy="true" className="grid h-32 content-start gap-3">
      <Skeleton className="w-48" />
      <Skeleton className="w-32" />
    </div>
  )
}

/** The same numbers for other programs: one row a ledger, with how each is known. */
export function LedgerDownloads({ of }: { of: (format: 'csv' | undefined) => string }) {
  return (
    <>
      <a href={of('csv')} download aria-label="Ledgers as CSV" className="text-accent hover:underline">
        CSV
      </a>
      <a href={of(undefined)} aria-label="Ledgers as JSON" className="text-accent hover:underline">
        JSON
      </a>
    </>
  )
}
