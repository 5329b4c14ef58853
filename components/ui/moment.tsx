import { NotRecorded } from '@/components/ui/num'
import { clockTime, dayText, exactTime } from '@/lib/time/format'

/** A point in time to the second, for lists in which the order of moments matters: "19 Dec 15:06:17". */
export function Moment({ at, reason = 'no time recorded' }: { at: string | null; reason?: string }) {
  if (at === null) return <NotRecorded reason={reason} />
  return (
    <time dateTime={at} title={exactTime(at)} className="whitespace-nowrap">
      {dayText(new Date(at))} {clockTime(at)}
    </time>
  )
}
