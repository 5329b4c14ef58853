import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded } from '@/components/ui/num'
import { StateBetween, StateStep, StateWord } from '@/components/ui/state-steps'
import { Tag } from '@/components/ui/status'
import { ToneShape } from '@/components/ui/tone-shape'
import { plainText } from '@/components/ui/visible-text'
import { runWords } from '@/lib/jobs/job-words'
import type { JobDetail } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'
import { byWeight, flagTone } from '@/lib/runs/flag-tone'
import { classWords } from '@/lib/runs/status'
import { exactTime } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

interface JobProps {
  job: JobDetail
}

/** What the source said, what that is in our words, what evidence says; and why the last two differ. */
export function JobStates({ job }: JobProps) {
  const { conflict, statusRaw, statusStated, statusDerived, conflictReason, failureReason } = job
  return (
    <section aria-label="Three states" className="pt-4">
      <div className="mb-2.5 grid justify-start gap-x-5 gap-y-1.5 md:grid-cols-[auto_24px_auto_24px_auto]">
        <StateStep label="Source said" about={writtenAt(job)}>
          {statusRaw === null ? (
            <NotRecorded reason="the source states no state of this job" words="nothing" />
          ) : (
            <HostileText text={statusRaw} max={120} mono className="text-14 [&_bdi]:text-14" />
          )}
        </StateStep>
        <StateBetween sign="→" words="which means" />
        <StateStep
          label="In our words"
          about={statusStated === null ? 'only evidence tells' : `class: ${classWords(statusStated)}`}
        >
          {statusStated === null ? (
            <NotRecorded reason="the source states no state of this job" words="not stated" />
          ) : (
            <StateWord status={statusStated} />
          )}
        </StateStep>
        {statusStated === null || statusStated === 'unknown' ? (
          <StateBetween sign="·" words="says nothing beside" />
        ) : (
          <StateBetween sign={conflict ? '≠' : '='} words={conflict ? 'differs from' : 'agrees with'} loud={conflict} />
        )}
        <StateStep label="Evidence says" about={evidenceAbout(job)}>
          <StateWord status={statusDerived} />
        </StateStep>
      </div>
      {conflict ? (
        <p className="flex gap-2.5 rounded-md bg-warn-tint px-3 py-2 text-14">
          <ToneShape tone="warn" className="mt-[5px]" />
          <HostileText text={conflictReason ?? 'The state that the source wrote contradicts its records.'} />
        </p>
      ) : null}
      {failureReason === null ? null : (
        <p className="flex gap-2.5 pt-2">
          <ToneShape tone="bad" className="mt-[4px]" />
          <span className="min-w-0">
            <span className="text-2">Reason: </span>
            <HostileText text={failureReason} max={400} />
          </span>
        </p>
      )}
      <FlagChips job={job} />
    </section>
  )
}

function writtenAt({ evidence, updatedAt, inferred }: JobDetail): string {
  const where = evidence?.ref ?? (inferred ? 'made from the names of its runs' : 'place not recorded')
  return updatedAt === null ? where : `${where}, written ${exactTime(updatedAt)}`
}

function evidenceAbout({ statusDerived, runs }: JobDetail): string {
  const of = runs.total === 0 ? 'no runs' : `${formatInteger(runs.done)} of ${formatInteger(runs.total)} runs done`
  const rest = runs.total === 0 || runs.done === runs.total ? '' : `, ${runWords(runs)}`
  return `class: ${classWords(statusDerived)} · ${of}${rest}`
}

/** Every flag once, the loud ones first; each leads to its detail. */
function FlagChips({ job }: JobProps) {
  const flags = byWeight([
    ...job.flagDetails.map(({ name, detail }) => ({ name, detail })),
    ...job.runFlagDetails
      .filter(({ name }) => !job.flags.includes(name))
      .map(({ name, detail, runs }) => ({ name, detail: `on ${formatInteger(runs)} of its runs: ${detail}` })),
  ])
  if (flags.length === 0) return null
  return (
    <ul aria-label="Flags" className="flex flex-wrap gap-1.5 pt-2.5">
      {flags.map(({ name, detail }) => {
        const tone = flagTone(name)
        return (
          <li key={name} className="flex max-w-full">
            <Tag title={plainText(detail, 300)} {...(tone === 'bad' ? { tone } : {})}>
              {plainText(flagLabel(name), 40)}
            </Tag>
          </li>
        )
      })}
    </ul>
  )
}
