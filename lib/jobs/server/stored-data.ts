import 'server-only'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { maskConfig } from '@/lib/jobs/mask-config'

/** What a row keeps of its record, secrets masked, and its flags: they tell when it was too long to list. */
export function storedData(row: { data: string; dataIsCut?: bigint | number; flags: string }) {
  const flags = textsOf(row.flags)
  const isCut = Number(row.dataIsCut ?? 0) === 1 && !flags.includes('truncated_text')
  return { data: maskConfig(recordOf(row.data)).value, flags: isCut ? [...flags, 'truncated_text'] : flags }
}
