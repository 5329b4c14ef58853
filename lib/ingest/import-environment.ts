import 'server-only'
import type { FileHistory } from './file-history'
import type { WriteEnvironment } from './write-reading'

/** What importing one file or folder needs of its surroundings; the tests put faults in here. */
export interface ImportEnvironment extends WriteEnvironment {
  /** Scratch space and archive; beside the database. */
  dataDir: string
  archive: boolean
  /** What is known of the files and folders from earlier imports, by path. */
  histories: ReadonlyMap<string, FileHistory>
}
