import Link from 'next/link'
import type { ReactNode } from 'react'
import { CopyButton } from '@/components/ui/copy'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import type { Fleet } from '@/lib/http/wire'
import { isTranscript } from '@/lib/model/systems'
import { paths } from '@/lib/paths'
import type { RunDetail } from '@/lib/runs/schema'
import { ApprovalsSection } from './approvals-section'
import { Phase6Section, TokenEfficiencySection } from './efficiency-section'
import { FailuresSection } from './failures-section'
import { FlagsSection } from './flags-section'
import { NumberStrip } from './number-strip'
import { PhasesSection } from './phases-section'
import { RecordSection } from './record-section'
import { SessionsSection } from './sessions-section'
import { StateHistorySection } from './state-history-section'
import { ThreeStates } from './three-states'
import { TimelineSection } from './timeline-section'
import { UsageSection } from './usage-section'

interface RunSectionsProps {
  run: RunDetail
  fleet: Fleet
  asTable: boolean
  onAsTable: (asTable: boolean) => void
  ledgers: ReactNode
  patterns: ReactNode
}

/** The parts of a run, from what it says about itself down to the raw row. */
export function RunSections({ run, fleet, asTable, onAsTable, ledgers, patterns }: RunSectionsProps) {
  const isTalk = isTranscript(run.system) && run.phases.length === 0
  return (
    <>
      <p className="flex items-center gap-1 pt-3 md:hidden">
        <MiddleTruncate text={run.id} max={40} copy={false} className="truncate text-2" />
        <CopyButton text={run.id} label="Copy the id" />
        <Link
          href={paths.compare(fleet, { control: run.id })}
          prefetch={false}
          className="ml-auto flex-none text-accent hover:underline"
        >
          Compare with…
        </Link>
      </p>
      <ThreeStates run={run} fleet={fleet} />
      <NumberStrip run={run} />
      {/* A conversation has no phases: its sessions come first. */}
      {isTalk ? (
        <SessionsSection run={run} fleet={fleet} />
      ) : (
        <PhasesSection run={run} asTable={asTable} onAsTable={onAsTable} />
      )}
      {patterns}
      {ledgers}
      <UsageSection run={run} />
      <Phase6Section id={run.id} fleet={fleet} />
      <TokenEfficiencySection id={run.id} fleet={fleet} />
      {isTalk ? null : <SessionsSection run={run} fleet={fleet} />}
      <FlagsSection run={run} />
      <ApprovalsSection run={run} />
      <div className="mt-5 grid gap-x-8 border-line border-t lg:grid-cols-2">
        <div className="min-w-0">
          <FailuresSection id={run.id} fleet={fleet} />
          <StateHistorySection run={run} />
        </div>
        <div className="min-w-0 max-lg:mt-5 max-lg:border-line max-lg:border-t">
          <TimelineSection id={run.id} fleet={fleet} />
        </div>
      </div>
      <RecordSection run={run} fleet={fleet} />
    </>
  )
}
