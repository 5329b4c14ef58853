import Link from 'next/link'
import { HatchPattern } from '@/components/charts/hatch-pattern'
import { Section } from '@/components/ui/anchored-section'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { Badge } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { isExceeded, limitAmount, limitLabel, usedShare } from '@/lib/jobs/limit-words'
import type { JobDetail, JobLimitWire } from '@/lib/jobs/schema'
import { paths } from '@/lib/paths'
import { formatDuration } from '@/lib/time/format'
import { formatInteger, formatPercent } from '@/lib/time/format-quantity'

/** What was allowed and how much of it was used, each in its own unit. */
export function LimitsSection({ job, fleet }: { job: JobDetail; fleet: Fleet }) {
  const exceeded = job.limits.filter(isExceeded).length
  return (
    <Section
      id="limits"
      title="Limits"
      count={formatInteger(job.limits.length)}
      about={exceeded > 0 ? `${formatInteger(exceeded)} exceeded` : 'used against allowed'}
    >
      <HatchPattern />
      <ul>
        {job.limits.map((limit) => (
          <LimitLine key={limit.id} limit={limit} fleet={fleet} />
        ))}
      </ul>
    </Section>
  )
}

const BAR = 240

function LimitLine({ limit, fleet }: { limit: JobLimitWire; fleet: Fleet }) {
  const { type, metric, session, windowSeconds, exceededAt, exceededReason, at, ref } = limit
  const share = usedShare(limit)
  const amount = (value: number | null) => (value === null ? 'not recorded' : limitAmount(metric, value))
  const about = [
    type?.replaceAll('_', ' '),
    windowSeconds === null ? null : `each ${formatDuration(windowSeconds * 1000)}`,
  ]
  return (
    <li
      className="grid items-center gap-x-4 gap-y-1 border-line py-2 not-last:border-b md:grid-cols-[220px_248px_minmax(0,1fr)_auto]"
      title={plainText(ref ?? '')}
    >
      <span className="min-w-0">
        <bdi className="font-semibold">{plainText(limitLabel(limit), 60)}</bdi>
        <span className="block text-12 text-3">{plainText(about.filter(Boolean).join(', '), 80)}</span>
      </span>
      <LimitBar share={share} isOver={isExceeded(limit)} />
      <span className="min-w-0">
        {amount(limit.used)} of {amount(limit.limit)}
        {share === null ? null : <span className="text-12 text-3"> {formatPercent(share)}</span>}
        {isExceeded(limit) ? (
          <span className="block">
            <Badge tone="bad">exceeded</Badge>{' '}
            {exceededAt === null ? null : (
              <span className="text-12 text-3">
                <Moment at={exceededAt} />{' '}
              </span>
            )}
            {exceededReason === null ? null : <HostileText text={exceededReason} max={200} className="text-2" />}
          </span>
        ) : null}
      </span>
      <span className="text-12 text-3 md:text-right">
        {session === null ? (
          'of the job'
        ) : (
          <Link href={paths.session(session.id, fleet)} prefetch={false} className="text-accent hover:underline">
            <bdi>{plainText(session.name ?? session.id, 40)}</bdi>
          </Link>
        )}
        {at === null ? null : (
          <span className="block">
            <Moment at={at} />
          </span>
        )}
      </span>
    </li>
  )
}

/** Used against allowed; beyond it, hatched. Dashed where one of the two is not known. */
function LimitBar({ share, isOver }: { share: number | null; isOver: boolean }) {
  const width = share === null ? 0 : Math.min(1, Math.max(0, share)) * BAR
  const shape = { x: 0.5, y: 0.5, height: 10, rx: 2 }
  return (
    <svg width={BAR + 2} height="12" aria-hidden="true" className="max-w-full">
      <rect
        {...shape}
        width={BAR}
        className={
          share === null
            ? 'fill-transparent stroke-line-strong [stroke-dasharray:3_2]'
            : 'fill-transparent stroke-line-strong'
        }
      />
      {width > 0 ? <rect {...shape} width={width} className={isOver ? 'fill-bad' : 'fill-s-other'} /> : null}
      {width > 0 && isOver ? <rect {...shape} width={width} fill="url(#hatch)" opacity="0.45" /> : null}
    </svg>
  )
}
