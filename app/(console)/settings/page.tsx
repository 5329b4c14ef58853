import { dehydrate, HydrationBoundary } from '@tanstack/react-query'
import { SettingsScreen } from '@/components/settings/settings-screen'
import { contextFor, defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'
import { getQueryClient } from '@/lib/query-client'
import { settingsQuery } from '@/lib/settings/queries'
import { getSettings } from '@/lib/settings/server/get-settings'

export const metadata = { title: 'Settings' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

/*
 * How every page is made:
 * 1. read the URL, field by field; what is missing or wrong falls back;
 * 2. prefetch the same query options that the browser polls, with the network swapped for the verb: same key, same
 *    shape, no HTTP hop. A failure is swallowed here and shown by the component, in its place, with a way to try again;
 * 3. hand over the cache and a client component that reads with useQuery(options). The server never draws a prefetched
 *    value itself: after the first poll the two would disagree.
 * A detail page uses fetchQuery instead, so that a missing object can become notFound().
 */
export default async function SettingsPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  const cache = getQueryClient()
  await cache.prefetchQuery({ ...settingsQuery(fleet), queryFn: async () => getSettings(await contextFor(fleet)) })
  return (
    <HydrationBoundary state={dehydrate(cache)}>
      <SettingsScreen fleet={fleet} />
    </HydrationBoundary>
  )
}
