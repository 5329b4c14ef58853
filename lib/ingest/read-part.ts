import 'server-only'
import type { Tally } from './receipt'

/** What came of one body of bytes, one folder, or one member of an archive. */
export interface ReadPart {
  system: string | null
  systemVersion: string | null
  /** The name of the instance; null for the plain one. */
  instance: string | null
  tally: Tally
}
