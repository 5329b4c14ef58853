import Link from 'next/link'
import type { ReactNode } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { NotRecorded } from '@/components/ui/num'
import { Facts, Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { flagLabel } from '@/lib/model/flags'
import { paths } from '@/lib/paths'
import type { UsageEventDetail } from '@/lib/usage-events/schema'

/** Who spent it and for what: everything the event names. */
export function EventFacts({ event, fleet }: { event: UsageEventDetail; fleet: Fleet }) {
  const word = (value: string | null) =>
    value === null ? <NotRecorded reason="the source does not name it" /> : <HostileText text={value} max={200} />
  const { runId, sessionId, jobId, project } = event
  const link = (href: string, text: string) => (
    <Link href={href} prefetch={false} className="text-accent hover:underline">
      <MiddleTruncate text={text} max={44} copy={false} mono={false} />
    </Link>
  )
  const facts: { label: string; value: ReactNode }[] = [
    { label: 'Time', value: <Moment at={event.at} /> },
    { label: 'Model', value: word(event.model) },
    { label: 'Provider', value: word(event.provider) },
    { label: 'Role', value: word(event.doctor && event.role === null ? 'doctor' : event.role) },
    { label: 'Purpose', value: word(event.purpose) },
    { label: 'System', value: plainText(event.instanceId, 80) },
    {
      label: 'Run',
      value:
        runId === null ? (
          <NotRecorded reason="belongs to no run" />
        ) : (
          <>
            {link(paths.run(runId, fleet), event.runName ?? runId)}
            {event.runHasRow ? null : <span className="text-12 text-3"> known by its spending alone</span>}
          </>
        ),
    },
    { label: 'Phase', value: event.phaseId === null ? word(null) : <MiddleTruncate text={event.phaseId} max={44} /> },
    {
      label: 'Session',
      value: sessionId === null ? word(null) : link(paths.session(sessionId, fleet), event.sessionName ?? sessionId),
    },
    { label: 'Job', value: jobId === null ? word(null) : link(paths.job(jobId, fleet), jobId) },
    { label: 'Project', value: word(project) },
    ...(event.serviceTier === null ? [] : [{ label: 'Service tier', value: word(event.serviceTier) }]),
    ...(event.speed === null ? [] : [{ label: 'Speed', value: word(event.speed) }]),
    ...(event.flags.length === 0 ? [] : [{ label: 'Flags', value: event.flags.map(flagLabel).join(', ') }]),
    ...Object.entries(event.data)
      .slice(0, 20)
      .map(([label, value]) => ({
        label: plainText(label, 40),
        value: <HostileText text={typeof value === 'string' ? value : (JSON.stringify(value) ?? '')} max={200} />,
      })),
  ]
  return (
    <Section title="What it names" className="lg:mt-0! lg:border-t-0! lg:pt-4!">
      <Facts facts={facts} />
    </Section>
  )
}
