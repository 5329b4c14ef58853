import { ExperimentsScreen } from '@/components/experiments/experiments-screen'
import { defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'

export const metadata = { title: 'Experiments' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ExperimentsPage({ searchParams }: PageProps) {
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  return <ExperimentsScreen fleet={fleet} />
}
