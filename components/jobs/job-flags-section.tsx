import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { StatusMark } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import type { JobDetail } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'
import { paths } from '@/lib/paths'
import { RUN_LIST } from '@/lib/runs/filters'
import { byWeight, flagTone } from '@/lib/runs/flag-tone'
import { formatInteger } from '@/lib/time/format-quantity'

/** What was found wrong in the record of the job and of its runs, with the place that shows it. */
export function JobFlagsSection({ job, fleet }: { job: JobDetail; fleet: Fleet }) {
  const own = byWeight(job.flagDetails).map((flag) => ({ ...flag, runs: null, runId: null }))
  const flags = [...own, ...byWeight(job.runFlagDetails)]
  if (flags.length === 0) return null
  return (
    <Section id="flags" title="Flags" count={flags.length} about="what was found wrong, with the place that shows it">
      <ul className="bleed">
        {flags.map(({ name, detail, evidence, runs, runId }) => (
          <li
            key={`${name} ${runs === null ? 'job' : 'runs'}`}
            className="page-x grid min-h-(--row) items-center gap-x-4 gap-y-0.5 border-line py-1.5 not-last:border-b hover:bg-hover md:grid-cols-[190px_minmax(0,1fr)_auto]"
          >
            <StatusMark tone={flagTone(name)} title={name}>
              {flagLabel(name)}
            </StatusMark>
            <span className="min-w-0 text-2">
              <HostileText text={detail} max={300} />
              {runs === null || runId === null ? null : (
                <span className="text-12">
                  {' '}
                  <Link href={paths.run(runId, fleet)} prefetch={false} className="text-accent hover:underline">
                    first run
                  </Link>
                  {' · '}
                  <Link href={flaggedRuns(job.id, name, fleet)} className="text-accent hover:underline">
                    {formatInteger(runs)} {runs === 1 ? 'run' : 'runs'} of this job
                  </Link>
                </span>
              )}
            </span>
            <span className="text-2 md:max-w-80 md:text-right">
              <HostileText text={evidence} max={120} mono />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}

const flaggedRuns = (jobId: string, flag: string, fleet: Fleet) =>
  RUN_LIST.href({ filters: RUN_LIST.change(RUN_LIST.parse({}).filters, { jobId, flag }) }, fleet)
