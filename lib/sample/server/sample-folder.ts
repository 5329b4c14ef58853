import 'server-only'
import path from 'node:path'
import { databasePath } from '@/lib/db/client'
import { config } from '@/lib/env'

/** The folder of the sample's source files, beside its database and named like it. */
export function sampleFolder(): string {
  const { dir, name } = path.parse(databasePath(config().sampleDatabaseUrl))
  return path.join(dir, name)
}
