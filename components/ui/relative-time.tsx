'use client'

import { NotRecorded } from '@/components/ui/num'
import { exactTime, relativeTime } from '@/lib/time/format'
import { useClockText } from '@/lib/time/page-clock'

interface RelativeTimeProps {
  at: string | null | undefined
  /** Said in the title when there is no time. */
  reason?: string
  className?: string
}

/** "3 m", "23 Dec 11:18"; the exact time in the title. All on a page follow one clock. */
export function RelativeTime({ at, reason = 'no time recorded', className }: RelativeTimeProps) {
  const text = useClockText((nowMs) => (at ? relativeTime(at, nowMs) : ''))
  if (!at) return <NotRecorded reason={reason} />
  return (
    <time dateTime={at} title={exactTime(at)} className={className}>
      {text}
    </time>
  )
}
