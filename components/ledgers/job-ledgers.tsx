'use client'

import { useQuery } from '@tanstack/react-query'
import { Section } from '@/components/ui/anchored-section'
import type { Fleet } from '@/lib/http/wire'
import { jobLedgersQuery } from '@/lib/ledgers/queries'
import { paths } from '@/lib/paths'
import { LedgerDownloads, LedgerPanel } from './ledger-panel'

/** The ledgers of a job with the jobs below it. */
export function JobLedgers({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(jobLedgersQuery(id, fleet))
  const runs = paths.job(id, fleet, { tab: 'runs' })
  return (
    <Section
      id="ledgers"
      title="Ledgers"
      about="four accounts of different kinds; they are never added"
      actions={<LedgerDownloads of={(format) => paths.api.jobPart(id, 'ledgers', fleet, { format })} />}
    >
      <LedgerPanel
        ledgers={data}
        error={error}
        onRetry={() => void refetch()}
        fleet={fleet}
        evidence={{ spent: runs, artifactAvoided: runs, doctorAvoided: runs }}
      />
    </Section>
  )
}
