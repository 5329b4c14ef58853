import { DeclareScreen } from '@/components/experiments/declare-screen'
import { defaultFleet } from '@/lib/db/fleets'
import { fleetFrom } from '@/lib/paths'

export const metadata = { title: 'Declare an experiment' }

interface PageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function DeclarePage({ searchParams }: PageProps) {
  return <DeclareScreen fleet={fleetFrom(await searchParams) ?? (await defaultFleet())} />
}
