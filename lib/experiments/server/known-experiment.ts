import 'server-only'
import type { z } from 'zod'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import type { Origin, VersionWire, Warning } from '@/lib/experiments/experiment-schema'
import { stableHash } from '@/lib/sources/stable-hash'

export type Version = z.infer<typeof VersionWire>

/** An experiment before anything of it was computed. */
export interface KnownExperiment {
  id: string
  name: string
  origin: Origin
  definition: ExperimentDefinition
  versions: Version[]
  createdAt: string | null
  configurations: number
  /** The job whose configurations may be chosen as arms. */
  tableJobId: string | null
  /** What the records say against it. */
  warnings: Warning[]
  /** Taken out of the list by an operator. */
  withdrawn?: { at: string; reason: string }
}

/** Equal definitions have equal hashes, whoever wrote them and when. */
export const definitionHash = (definition: ExperimentDefinition): string => stableHash([JSON.stringify(definition)])

/** The one version of what records define. */
export function onlyVersion(definition: ExperimentDefinition, createdAt: string | null): Version[] {
  const hash = definitionHash(definition)
  return [{ version: 1, definition, hash, reason: null, createdAt, afterResults: false }]
}
