import Link from 'next/link'
import { buttonClass } from '@/components/ui/button'
import { asksForFailed, newCampaignHref } from '@/lib/campaigns/addresses'
import type { Fleet } from '@/lib/http/wire'
import type { ListRunsInput } from '@/lib/runs/schema'

/** The way from failed runs to a campaign of them; nothing where the list shows others. */
export function ReplayLink({ filters, fleet }: { filters: ListRunsInput; fleet: Fleet }) {
  if (!asksForFailed(filters)) return null
  return (
    <Link
      href={newCampaignHref(filters, fleet)}
      prefetch={false}
      title="Plan a replay campaign of the runs of this filter"
      className={buttonClass({ size: 'sm' })}
    >
      Replay these…
    </Link>
  )
}
