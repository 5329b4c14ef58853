import { config } from '@/lib/env'
import { appliedMigrations } from '@/prisma/migrate'

console.log(config(), await appliedMigrations(config().databaseUrl))
