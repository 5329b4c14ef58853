import 'server-only'
import path from 'node:path'
import { AppError } from '@/lib/errors'
import type { FoundSource, WatchInput } from '@/lib/imports/schema'
import type { AdmittedSource } from '@/lib/imports/server/watch-source'
import { admitPath, admitReading, type ImportRules, realOrNull } from './admit-import'

/** What decides whether a request may have a path watched. */
export interface WatchRules extends ImportRules {
  switches: Readonly<Record<'http_import' | 'watch', { enabled: boolean }>>
}

/** @throws disabled when watched paths are not read at all */
export function admitWatching(rules: WatchRules): void {
  admitReading(rules)
  if (rules.switches.watch.enabled) return
  throw new AppError(
    'disabled',
    'Watching is switched off (watch); PITWALL_SWITCH_WATCH=on switches it on at the next start',
  )
}

/**
 * The path a request may have watched, resolved: a folder that is offered on this machine, itself and not what lies
 * in it, for the operator's click on the offer is the permission; any other path by the rule of imports.
 * @throws disabled when a kill switch is off, forbidden outside the allowed folders, bad_request for no such path
 */
export async function admitSource(
  { path: given }: WatchInput,
  rules: WatchRules,
  offered: () => Promise<readonly FoundSource[]>,
): Promise<AdmittedSource> {
  admitWatching(rules)
  const real = path.isAbsolute(given) && !given.includes('\0') ? await realOrNull(given) : null
  const offer =
    real === null ? undefined : (await offered()).find((found) => found.by === 'watch' && found.path === real)
  if (offer) return { path: offer.path, system: offer.system }
  return { path: await admitPath(given, 'path', rules.allowedFolders), system: null }
}
