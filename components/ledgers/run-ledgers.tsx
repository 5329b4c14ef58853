'use client'

import { useQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { runLedgersQuery } from '@/lib/runs/queries'
import { LedgerDownloads, LedgerPanel } from './ledger-panel'

/** Parts of the page of a run that hold the rows. */
const EVIDENCE = { spent: '#usage', artifactAvoided: '#token-efficiency', doctorAvoided: '#phase6' }

/** The ledgers of one run. */
export function RunLedgers({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(runLedgersQuery(id, fleet))
  return (
    <Section
      id="ledgers"
      title="Ledgers"
      about="four accounts of different kinds; they are never added"
      actions={<LedgerDownloads of={(format) => paths.api.runPart(id, 'ledgers', fleet, { format })} />}
    >
      <LedgerPanel ledgers={data} error={error} onRetry={() => void refetch()} fleet={fleet} evidence={EVIDENCE} />
    </Section>
  )
}
