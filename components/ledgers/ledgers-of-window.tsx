'use client'

import { useQuery } from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { Section } from '@/components/ui/section'
import type { Fleet } from '@/lib/http/wire'
import { type LedgerWindow, ledgersQuery } from '@/lib/ledgers/queries'
import { paths } from '@/lib/paths'
import { parseTokensAddress } from '@/lib/tokens/filters'
import { tokenViewQuery } from '@/lib/tokens/queries'
import { spanWords } from '@/lib/tokens/words'
import { DoctorEstimateSection } from './doctor-estimate-section'
import { LedgerDownloads, LedgerPanel } from './ledger-panel'

/** The ledgers of the window that the page of tokens shows, of its system and project. The address is their state. */
export function LedgersOfWindow({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const { input } = parseTokensAddress(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { data: view } = useQuery(tokenViewQuery(input, fleet))
  if (!view?.hasUsage) return null
  const { system, project, tz, model, role, sessionId } = input
  const window = { system, project, tz, from: view.window.from, to: view.window.to }
  const isNarrower = [model, role, sessionId].some((filter) => filter !== undefined)
  return (
    <>
      <WindowSection
        window={window}
        fleet={fleet}
        about={`${spanWords(view.window)}${isNarrower ? '; of all models, roles and sessions, which say nothing of what was avoided' : ''}; never added to one another`}
      />
      <DoctorEstimateSection window={window} fleet={fleet} />
    </>
  )
}

interface WindowSectionProps {
  window: LedgerWindow
  fleet: Fleet
  about: string
}

function WindowSection({ window, fleet, about }: WindowSectionProps) {
  const { data, error, refetch } = useQuery(ledgersQuery(window, fleet))
  const { system, project, from, to } = window
  const runs = paths.runs(fleet, { system, project, from, to })
  const spent = paths.usageEvents(fleet, { system, project, from, to })
  const pairs = paths.api.abResults(fleet)
  return (
    <Section
      title="Ledgers"
      meta={about}
      className="mt-5 border-line border-t"
      actions={<LedgerDownloads of={(format) => paths.api.ledgers(fleet, { ...window, format })} />}
    >
      <LedgerPanel
        ledgers={data}
        error={error}
        onRetry={() => void refetch()}
        fleet={fleet}
        evidence={{ spent, artifactAvoided: runs, doctorAvoided: runs, abDelta: pairs }}
      />
    </Section>
  )
}
