import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { OccurrenceWire } from './schema'

type Placed = Partial<Pick<OccurrenceWire, 'id' | 'runId' | 'sessionId' | 'entryId'>>

/** Where an occurrence is read: the entry of its transcript, else the line among the failures of its run. */
export function occurrencePlace({ id, runId, sessionId, entryId }: Placed, fleet: Fleet): string | null {
  if (sessionId && entryId) return paths.session(sessionId, fleet, { entry: entryId })
  if (runId) return id ? `${paths.run(runId, fleet, { failure: id })}#failures` : paths.run(runId, fleet)
  return sessionId ? paths.session(sessionId, fleet) : null
}

const LINE = /^lines? (\d+)(?:\D.*)?$/

/** The name of a file with the line: "build.log:7455", or the file with its key. */
export function placeText(path: string, ref: string | null): string {
  const name = path.split(/[\\/]/).findLast((part) => part !== '') ?? path
  if (ref === null) return name
  const line = LINE.exec(ref)?.[1]
  return line === undefined ? `${name} ${ref}` : `${name}:${line}`
}
