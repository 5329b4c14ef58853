import { type Status, statusClass } from '@/lib/model/status'

interface States {
  /** As its source says. */
  status: Status
  /** As phases and evidence say. */
  statusDerived: Status
}

/**
 * Whether a run is over, by the rule of the validity checks: its source's word, and the evidence where it says nothing.
 * `unknown`: neither tells.
 */
export function endOf({ status, statusDerived }: States): 'open' | 'ended' | 'unknown' {
  const said = statusClass(status === 'unknown' ? statusDerived : status)
  return said === null ? 'unknown' : said === 'open' ? 'open' : 'ended'
}

/** Whether a run that is over failed: by its source, or by its evidence. */
export const hasFailed = ({ status, statusDerived }: States): boolean =>
  statusClass(status) === 'failed' || statusClass(statusDerived) === 'failed'

/** Source and evidence are of different classes. */
export function contradicts({ status, statusDerived }: States): boolean {
  const [said, shown] = [statusClass(status), statusClass(statusDerived)]
  return said !== null && shown !== null && said !== shown
}
