import type { ReactNode } from 'react'
import { DefaultFleetProvider } from '@/components/shell/fleet'
import { Shell } from '@/components/shell/shell'
import { contextFor } from '@/lib/db/fleets'
import { getHealth } from '@/lib/health/server/get-health'

export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const { version, database, defaultFleet } = await getHealth(await contextFor())
  const server = { version, databaseKind: database.kind, databaseIdentity: database.identity }
  return (
    <DefaultFleetProvider fleet={defaultFleet}>
      <Shell server={server}>{children}</Shell>
    </DefaultFleetProvider>
  )
}
