import Link from 'next/link'
import type { ReactNode } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded } from '@/components/ui/num'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { RunDetail } from '@/lib/runs/schema'
import { exactTime } from '@/lib/time/format'

/** Where all of this was read: file, place, the source's own columns as they stand. */
export function RecordSection({ run, fleet }: { run: RunDetail; fleet: Fleet }) {
  const { evidence, data } = run
  const time = (at: string | null, reason: string) =>
    at === null ? <NotRecorded reason={reason} words="not recorded" /> : exactTime(at)
  return (
    <Section id="record" title="Record" about="where this was read">
      <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-1.5 md:grid-cols-[max-content_minmax(0,1fr)]">
        <Row label="File">
          {evidence === null ? (
            <NotRecorded
              reason="no row of this run was read"
              words={run.orphan ? 'no row; only usage names this run' : 'not recorded'}
            />
          ) : (
            <>
              <HostileText text={evidence.path} max={1_000} mono />
              <CopyButton text={evidence.path} label="Copy the path" />
            </>
          )}
        </Row>
        {evidence === null ? null : (
          <>
            <Row label="SHA-256">
              <MiddleTruncate text={evidence.sha256} max={32} />
            </Row>
            <Row label="Table and key">
              {evidence.ref === null ? (
                <NotRecorded reason="no place recorded" />
              ) : (
                <HostileText text={evidence.ref} max={200} mono />
              )}
            </Row>
          </>
        )}
        <Row label="Instance">
          <HostileText text={run.instance} max={100} mono />
        </Row>
        {run.jobId === null ? null : (
          <Row label="Job">
            <Link href={paths.job(run.jobId, fleet)} prefetch={false} className="text-accent hover:underline">
              <MiddleTruncate text={run.jobId} max={60} copy={false} wraps />
            </Link>
          </Row>
        )}
        <Row label="Project">
          {run.project === null ? (
            <NotRecorded reason="no project recorded" words="not recorded" />
          ) : (
            <HostileText text={run.project} max={200} />
          )}
        </Row>
        <Row label="Goal">
          {run.goal === null ? (
            <NotRecorded reason="no goal recorded" words="not recorded" />
          ) : (
            <HostileText text={run.goal} max={400} />
          )}
        </Row>
        <Row label="Cause">
          {run.cause === null ? <NotRecorded reason="the run has not failed" words="none" /> : run.cause}
          {run.causeEvidence === null ? null : (
            <span className="text-2">
              {' '}
              · <HostileText text={run.causeEvidence} max={200} mono />
            </span>
          )}
        </Row>
        <Row label="Created">{time(run.createdAt, 'the row has no time')}</Row>
        <Row label="Started">{time(run.startedAt, 'the source wrote no start')}</Row>
        <Row label="Ended">{time(run.endedAt, 'the source wrote no end')}</Row>
      </dl>
      {Object.keys(data).length === 0 ? null : (
        <details className="mt-3">
          <summary className="inline-flex min-h-6 cursor-pointer items-center text-accent hover:underline">
            Other columns of the row
          </summary>
          <div className="mt-2 rounded-md bg-sunken px-3 py-2.5">
            <HostileText text={JSON.stringify(data, null, 2)} lines max={4_000} />
          </div>
        </details>
      )}
    </Section>
  )
}

function Row({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-12 text-2">{label}</dt>
      <dd className="min-w-0 wrap-anywhere max-md:mb-1">{children}</dd>
    </>
  )
}
