import 'server-only'
import { BUNDLED_VERSION } from '@/lib/ledger/price-table'
import type { SqlReader } from './sqlite-reader'

/** The version of the price table that costs are computed from, without loading the table. */
export async function activePriceVersion(db: SqlReader): Promise<string> {
  const [row] = await db.$queryRawUnsafe<{ value: string }[]>(
    'SELECT "value" FROM "Meta" WHERE "key" = ?',
    'activePrices',
  )
  return row?.value ?? BUNDLED_VERSION
}
