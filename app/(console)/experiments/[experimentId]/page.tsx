import { ExperimentScreen } from '@/components/experiments/experiment-screen'
import { defaultFleet } from '@/lib/db/fleets'
import { fleetFrom, idFromSegment } from '@/lib/paths'

export const metadata = { title: 'Experiment' }

interface PageProps {
  params: Promise<{ experimentId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function ExperimentPage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).experimentId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  return <ExperimentScreen key={id} id={id} fleet={fleet} />
}
