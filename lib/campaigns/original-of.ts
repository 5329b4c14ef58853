import { runIdOf } from '@/lib/model/ids'
import { namedOriginals } from './replay-names'

export interface NamedRun {
  id: string
  instanceId: string
  nativeId: string
  /** What its own record says it repeats. */
  replayOf: string | null
}

/** How a replay says whose replay it is: the id a manifest gave it, a field of its record, or its name. */
export const LINKS = ['manifest', 'field', 'name'] as const
export type Link = (typeof LINKS)[number]

/**
 * The run that a run repeats, by what its own record says, else by its name; only runs that exist. A record that names a
 * run nobody has is no replay by name either: it says that it is one of something else.
 */
export function originalOf(
  { id, instanceId, nativeId, replayOf }: NamedRun,
  exists: (id: string) => boolean,
): { id: string; by: Exclude<Link, 'manifest'> } | null {
  if (replayOf !== null) {
    const named = [runIdOf(instanceId, replayOf), replayOf].find((one) => one !== id && exists(one))
    return named === undefined ? null : { id: named, by: 'field' }
  }
  const named = namedOriginals(nativeId)
    .map((key) => runIdOf(instanceId, key))
    .find(exists)
  return named === undefined ? null : { id: named, by: 'name' }
}

/** Ids whose existence decides what a run repeats. */
export const askedIds = ({ instanceId, nativeId, replayOf }: NamedRun): string[] =>
  replayOf === null
    ? namedOriginals(nativeId).map((key) => runIdOf(instanceId, key))
    : [runIdOf(instanceId, replayOf), replayOf]
