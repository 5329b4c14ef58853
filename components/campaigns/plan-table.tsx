import Link from 'next/link'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { StatusMark, Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { CampaignPlan, PlanRun } from '@/lib/campaigns/schema'
import { NOTE_WORDS, REASON_WORDS } from '@/lib/campaigns/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { CAUSE_WORDS, STATUS_WORDS } from '@/lib/runs/status'
import { formatInteger } from '@/lib/time/format-quantity'

interface PlanProps {
  plan: CampaignPlan
  fleet: Fleet
}

/** Shown at once; the CSV has all of them. */
const SHOWN_MAX = 200

const listed = (all: number, shown: number) =>
  shown < all ? `the first ${formatInteger(shown)}` : 'nothing is kept before the campaign is made'

export function PlanSection({ plan, fleet }: PlanProps) {
  const rows = plan.runs.slice(0, SHOWN_MAX)
  if (rows.length === 0) return null
  return (
    <Section title="To be replayed" count={formatInteger(plan.eligible)} meta={listed(plan.eligible, rows.length)}>
      <PlanTable label="Runs to be replayed" rows={rows} fleet={fleet} />
    </Section>
  )
}

export function LeftOutSection({ plan, fleet }: PlanProps) {
  const rows = plan.out.slice(0, SHOWN_MAX)
  const words = plan.reasons.map(({ reason, runs }) => `${REASON_WORDS[reason].label} ${formatInteger(runs)}`)
  return (
    <Section title="Left out" count={formatInteger(plan.leftOut)} meta={words.join(', ')}>
      <PlanTable label="Runs left out" rows={rows} fleet={fleet} />
    </Section>
  )
}

function PlanTable({ label, rows, fleet }: { label: string; rows: readonly PlanRun[]; fleet: Fleet }) {
  return (
    <Table label={label} edge className="max-md:block">
      <thead className="max-md:hidden">
        <tr>
          <Th>Run</Th>
          <Th>Status</Th>
          <Th>Cause</Th>
          <Th numeric>Tokens</Th>
          <Th className="pl-5">To know</Th>
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        {rows.map((run) => (
          <Tr key={run.id} data-run={run.id} className={LABELLED_ROW}>
            <Td className={`${LABELLED_CELL} max-md:col-span-2 md:max-w-0 md:truncate md:w-[38%]`}>
              <Link href={paths.run(run.id, fleet)} prefetch={false} className="hover:underline">
                <MiddleTruncate text={run.id} max={56} copy={false} wraps />
              </Link>
            </Td>
            <Td className={LABELLED_CELL}>
              <StatusMark tone={STATUS_WORDS[run.status].tone}>{STATUS_WORDS[run.status].label}</StatusMark>
            </Td>
            <Td className={LABELLED_CELL}>
              {run.cause === null ? <NotRecorded reason="no cause is recorded" /> : CAUSE_WORDS[run.cause]}
            </Td>
            <Td numeric className={LABELLED_CELL} data-label="Tokens">
              <Num value={run.tokens} reason="no usage is recorded" />
            </Td>
            <Td wrap className={`${LABELLED_CELL} max-md:col-span-2 md:pl-5`}>
              <Notes run={run} />
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  )
}

function Notes({ run: { reason, notes } }: { run: PlanRun }) {
  const words = reason === null ? notes.map((note) => NOTE_WORDS[note]) : [REASON_WORDS[reason]]
  return (
    <span className="flex flex-wrap gap-1">
      {words.map(({ label, about }) => (
        <Tag key={label} title={about}>
          {label}
        </Tag>
      ))}
    </span>
  )
}
