'use client'

import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded } from '@/components/ui/num'
import { RawRecordText } from '@/components/ui/raw-record'
import type { Fleet } from '@/lib/http/wire'
import { jobRawQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import { Fact, FactList } from './fact-list'
import { PartSkeleton } from './part-rows'

/** Where all of this was read, and the record itself on demand. */
export function JobRecordSection({ job, fleet }: { job: JobDetail; fleet: Fleet }) {
  const [open, setOpen] = useState(false)
  const { evidence, inferred } = job
  return (
    <Section id="record" title="Record" about="where this was read">
      <FactList>
        <Fact label="File">
          {evidence === null ? (
            <NotRecorded
              reason={inferred ? 'the source has no jobs; this one was made from its runs' : 'no record of it was read'}
              words={inferred ? 'none: made from the names or goals of its runs' : 'none: only its runs name it'}
            />
          ) : (
            <>
              <HostileText text={evidence.path} max={1_000} mono />
              <CopyButton text={evidence.path} label="Copy the path" />
            </>
          )}
        </Fact>
        {evidence === null ? null : (
          <Fact label="SHA-256">
            <MiddleTruncate text={evidence.sha256} max={32} />
          </Fact>
        )}
        {evidence?.ref ? (
          <Fact label="Place in it">
            <HostileText text={evidence.ref} max={200} mono />
          </Fact>
        ) : null}
        <Fact label="Id">
          <MiddleTruncate text={job.nativeId} max={60} wraps />
        </Fact>
        <Fact label="Instance">
          <HostileText text={job.instance} max={100} mono />
        </Fact>
      </FactList>
      {evidence === null ? null : (
        <div className="pt-2.5">
          <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? 'Hide the raw record' : 'Show the raw record'}
          </Button>
          {open ? <RawRecordOf id={job.id} fleet={fleet} /> : null}
        </div>
      )}
    </Section>
  )
}

function RawRecordOf({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(jobRawQuery(id, fleet))
  return (
    <div className="mt-2.5 rounded-md bg-sunken px-3 py-2.5">
      {data ? (
        <>
          <RawRecordText raw={data} />
          {data.masked > 0 ? (
            <p className="pt-1.5 text-12 text-3">
              {formatInteger(data.masked)} {data.masked === 1 ? 'secret is' : 'secrets are'} masked
            </p>
          ) : null}
        </>
      ) : error ? (
        <QueryError what="the raw record" error={error} onRetry={() => void refetch()} />
      ) : (
        <PartSkeleton />
      )}
    </div>
  )
}
