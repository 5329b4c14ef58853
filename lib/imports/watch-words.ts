import type { FoundSource, ImportSummary, SourcesReply, SourceWire } from '@/lib/imports/schema'
import { formatInteger } from '@/lib/time/format-quantity'

/** Watching in the operator's words. Pure. */

type Switches = Readonly<Record<string, { enabled: boolean; source: string } | undefined>>

const TITLES: Readonly<Record<string, string>> = {
  'claude-code': 'Claude Code',
  codex: 'Codex',
  autopack: 'Autopack',
}

/** The name under which operators know a system. */
export function systemTitle(system: string): string {
  return Object.hasOwn(TITLES, system) ? (TITLES[system] ?? system) : system
}

/** "1,204 transcripts", "more than 5,000 transcripts", "2 databases". */
export function foundText({ files, filesMore, by }: Pick<FoundSource, 'files' | 'filesMore' | 'by'>): string {
  const what = by === 'watch' ? 'transcript' : 'database'
  return `${filesMore ? 'more than ' : ''}${formatInteger(files)} ${what}${files === 1 && !filesMore ? '' : 's'}`
}

/** Where the watch switch is off, that it is and how it comes on; null when it is on. */
export function watchOffText(switches: Switches | undefined): string | null {
  const watch = switches?.['watch']
  if (!watch || watch.enabled) return null
  return `Watching is switched off (PITWALL_SWITCH_WATCH, ${watch.source}). Set it to on and start Pitwall again.`
}

/** Why a folder cannot be watched from a page now, or null when it can. */
export function whyNotWatch(
  { workerAlive }: Pick<SourcesReply, 'workerAlive'>,
  switches: Switches | undefined,
): string | null {
  const asked = switches?.['http_import']
  if (asked && !asked.enabled) return `imports from pages are switched off (http_import, ${asked.source})`
  if (watchOffText(switches)) return 'watching is switched off (PITWALL_SWITCH_WATCH)'
  return workerAlive ? null : 'the ingest worker is not running; npx pitwall start runs it'
}

/** True from the click until everything that lay in the folder is read. */
export const isFirstRead = ({ state, checkedAt }: Pick<SourceWire, 'state' | 'checkedAt'>) =>
  state === 'watching' && checkedAt === null

/** Watching imports a few files every other second while agents write; such are no news of their own. */
const FEW_FILES = 5

/** True for an import that takes long enough to be shown while it goes on. */
export function isLarge({ requestedBy, progress }: Pick<ImportSummary, 'requestedBy' | 'progress'>): boolean {
  return requestedBy !== 'watch' || (progress?.filesTotal ?? 0) > FEW_FILES
}
