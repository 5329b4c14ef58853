import Link from 'next/link'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { WithdrawOverrideButton } from './withdraw-override-button'

interface OverrideInForceProps {
  experiment: ExperimentDetail
  fleet: Fleet
}

/** The way back from an override, below its stamp. */
export function OverrideInForce({ experiment: { validity }, fleet }: OverrideInForceProps) {
  const ids = validity.override?.ids ?? []
  const [only] = ids
  if (only === undefined) return null
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 pt-3 text-12">
      {ids.length === 1 ? <WithdrawOverrideButton id={only} fleet={fleet} label="Withdraw the override…" /> : null}
      <Link href={paths.overrides(fleet)} prefetch={false} className="text-accent hover:underline">
        {ids.length === 1 ? 'All overrides' : `${ids.length} overrides, one a pair of runs`}
      </Link>
    </p>
  )
}
