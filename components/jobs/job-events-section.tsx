'use client'

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { Segmented } from '@/components/ui/segmented'
import { Tag } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { JobEventWire } from '@/lib/jobs/part-schema'
import { eventFacetsQuery, jobEventsQuery } from '@/lib/jobs/queries'
import type { JobDetail } from '@/lib/jobs/schema'
import { flagLabel } from '@/lib/model/flags'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { DataList } from './fact-list'
import { PartSearch, PartSelect, PartToolbar } from './part-controls'
import { PartRows } from './part-rows'
import type { JobPlace } from './use-job-place'

const NARROWING = ['type', 'level', 'q', 'runId'] as const
const ORDER = [
  { value: 'old', label: 'as it happened' },
  { value: 'new', label: 'newest first' },
] as const

/** What happened, by the source's own numbers, filterable by every type and level that there is. */
export function JobEventsSection({ job, place }: { job: JobDetail; place: JobPlace }) {
  const { data: facets } = useQuery(eventFacetsQuery(job.id, place.fleet))
  const part = useInfiniteQuery(jobEventsQuery(job.id, place.view, place.fleet))
  const counted = (value: string, events: number) => ({ value, label: `${value} (${formatInteger(events)})` })
  const types = facets?.types.map(({ value, events }) => counted(value, events)) ?? []
  const levels = facets?.levels.flatMap(({ value, events }) => (value === null ? [] : [counted(value, events)])) ?? []
  const found = part.data?.pages[0]?.total
  return (
    <Section
      id="events"
      title="Events"
      count={formatInteger(job.counts.timeline)}
      about={
        found !== undefined && found !== null && found !== job.counts.timeline ? `${formatInteger(found)} match` : null
      }
    >
      <PartToolbar place={place} narrowing={NARROWING}>
        <PartSearch place={place} placeholder="Title or detail" label="Filter events by type, title, detail or actor" />
        <PartSelect place={place} name="type" label="Type" options={types} />
        {levels.length > 0 ? <PartSelect place={place} name="level" label="Level" options={levels} /> : null}
        <Segmented
          label="Order"
          value={place.view.newestFirst ? 'new' : 'old'}
          options={ORDER}
          onChange={(order) => place.set('newestFirst', order === 'new' ? 'true' : '')}
        />
      </PartToolbar>
      <PartRows part={part} what="the events" isNarrowed={NARROWING.some((name) => place.view[name] !== undefined)}>
        {(rows) => (
          <ol>
            {rows.map((event) => (
              <EventLine key={event.id} event={event} fleet={place.fleet} withRun={job.runs.total > 1} />
            ))}
          </ol>
        )}
      </PartRows>
    </Section>
  )
}

const LOUD = /^(error|critical|fatal)$/i
const WARNING = /^warn(ing)?$/i

function toneOf(level: string): { tone?: 'bad' | 'warn' } {
  if (LOUD.test(level)) return { tone: 'bad' }
  return WARNING.test(level) ? { tone: 'warn' } : {}
}

interface EventLineProps {
  event: JobEventWire
  fleet: Fleet
  /** The job has several runs. */
  withRun: boolean
}

function EventLine({ event, fleet, withRun }: EventLineProps) {
  const [open, setOpen] = useState(false)
  const { seq, at, type, level, title, detail, actor, phase, flags, ref, data } = event
  const facts = [phase && `phase ${phase}`, actor && `by ${actor}`, ...flags.map(flagLabel), ref]
  const hasMore = Object.keys(data).length > 0
  return (
    <li
      data-event={event.id}
      className="grid grid-cols-[auto_minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 border-line py-1.5 not-last:border-b md:grid-cols-[44px_150px_minmax(0,1fr)_auto] xl:grid-cols-[44px_250px_minmax(0,1fr)_auto]"
    >
      <span className="text-12 text-3 md:text-right" title="the source's own number">
        {seq === null ? '' : formatInteger(seq)}
      </span>
      <span className="flex min-w-0 items-baseline gap-1.5 text-12 text-2">
        <bdi className="min-w-0 truncate" title={plainText(type)}>
          {plainText(type, 60)}
        </bdi>
        {level === null || /^(info|debug)$/i.test(level) ? null : <Tag {...toneOf(level)}>{plainText(level, 20)}</Tag>}
      </span>
      <span
        className="min-w-0 max-md:order-last max-md:col-span-3"
        title={plainText(facts.filter(Boolean).join(' · '))}
      >
        <HostileText text={title} max={240} />
        {event.runId === null || !withRun ? null : (
          <Link
            href={paths.run(event.runId, fleet)}
            prefetch={false}
            title={plainText(`of the run ${event.runId}`)}
            className="ml-2 text-12 text-3 hover:underline"
          >
            <bdi>{plainText(middleTruncate(event.runId.replace(/^[^:]*:/, ''), 32))}</bdi>
          </Link>
        )}
        {detail === null || detail === title ? null : (
          <span className="block text-12 text-2">
            <HostileText text={detail} max={200} />
          </span>
        )}
        <span className="flex flex-wrap gap-x-3 text-12">
          {event.sessionId === null ? null : (
            <Link href={paths.session(event.sessionId, fleet)} prefetch={false} className="text-accent hover:underline">
              session
            </Link>
          )}
          {hasMore ? (
            <button
              type="button"
              aria-expanded={open}
              className="text-accent hover:underline"
              onClick={() => setOpen(!open)}
            >
              {open ? 'less' : 'data'}
            </button>
          ) : null}
        </span>
        {open ? (
          <div className="mt-1 border-line border-l-2 pl-3">
            <DataList data={data} />
          </div>
        ) : null}
      </span>
      <span className="text-12 text-3">
        <Moment at={at} />
      </span>
    </li>
  )
}
