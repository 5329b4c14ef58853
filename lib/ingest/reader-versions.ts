import 'server-only'
import { backendReaders, documentReaders, folderReaders, jsonlReaders, sqliteReaders, textReaders } from './readers'

/**
 * The version of all readers of a system together; 0 when there are none. A system may have several readers, and it is
 * not kept which of them read a content: when one is raised, or one more comes, the contents of that system are read again.
 */
export function readersVersion(system: string): number {
  return [...sqliteReaders, ...jsonlReaders, ...textReaders, ...documentReaders, ...folderReaders, ...backendReaders]
    .filter((reader) => reader.system === system)
    .reduce((sum, reader) => sum + reader.parserVersion, 0)
}

/** True when the readers of today would read a content as it was read. */
export function isReadAsToday({ system, parserVersion }: { system: string | null; parserVersion: number }): boolean {
  return system !== null && parserVersion > 0 && readersVersion(system) === parserVersion
}
