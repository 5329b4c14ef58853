import { ReviseScreen } from '@/components/experiments/revise-screen'
import { defaultFleet } from '@/lib/db/fleets'
import { fleetFrom, idFromSegment } from '@/lib/paths'

export const metadata = { title: 'Revise an experiment' }

interface PageProps {
  params: Promise<{ experimentId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function RevisePage({ params, searchParams }: PageProps) {
  const id = idFromSegment((await params).experimentId)
  const fleet = fleetFrom(await searchParams) ?? (await defaultFleet())
  return <ReviseScreen key={id} id={id} fleet={fleet} />
}
