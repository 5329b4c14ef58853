import type { SourcesReply, SourceWire } from '@/lib/imports/schema'
import { formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'

/** A source in the operator's words. Pure. */
interface SourceState {
  tone: Tone
  word: string
  running?: boolean
  /** The row needs someone. */
  need?: 'bad' | 'warn'
}

export function sourceState({ state, unparsed, rejected }: SourceWire): SourceState {
  if (state === 'failing') return { tone: 'bad', word: 'failing', need: 'bad' }
  if (unparsed > 0) return { tone: 'warn', word: 'drift', need: 'warn' }
  if (rejected > 0) return { tone: 'warn', word: 'rejects', need: 'warn' }
  switch (state) {
    case 'watching':
      return { tone: 'info', word: 'watching', running: true }
    case 'paused':
      return { tone: 'idle', word: 'paused' }
    case 'imported':
      return { tone: 'idle', word: 'imported' }
  }
}

const count = (n: number, one: string, many = `${one}s`) => `${formatInteger(n)} ${n === 1 ? one : many}`

/** What a source made: "70 runs, 15 placeholders"; empty when nothing. */
export function madeText({ runs, placeholders }: Pick<SourceWire, 'runs' | 'placeholders'>): string {
  return [runs > 0 ? count(runs, 'run') : null, placeholders > 0 ? count(placeholders, 'placeholder') : null]
    .filter((part) => part !== null)
    .join(', ')
}

/** "10 schemas in 28 files", "2.0.42": which versions wrote what was read. */
export function versionsText({ versions, contents }: Pick<SourceWire, 'versions' | 'contents'>): string {
  const named = versions.length > 2 ? `${versions.length} versions` : versions.join(', ')
  if (named === '') return contents > 0 ? count(contents, 'file') : ''
  return contents > 1 ? `${named} in ${count(contents, 'file')}` : named
}

/** What is wrong with a source, or empty. */
export function driftText({ error, unparsed }: Pick<SourceWire, 'error' | 'unparsed'>): string {
  if (error !== null) return error
  return unparsed > 0 ? count(unparsed, 'record of an unknown type', 'records of unknown types') : ''
}

const RANK = { bad: 0, warn: 1 } as const

/** Failing, drifting, then by newest event. */
export function sortedSources(sources: readonly SourceWire[]): SourceWire[] {
  const rank = (source: SourceWire) => {
    const { need } = sourceState(source)
    return need ? RANK[need] : 2
  }
  return sources.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.lastEventAt ?? '').localeCompare(a.lastEventAt ?? '') ||
      (a.path < b.path ? -1 : a.path > b.path ? 1 : 0),
  )
}

/** The longest time since a watched source was looked at, in seconds; null when none is watched. */
export function largestLag(sources: readonly SourceWire[]): number | null {
  const lags = sources.map(({ lagSeconds }) => lagSeconds).filter((lag) => lag !== null)
  return lags.length > 0 ? Math.max(...lags) : null
}

/** Why an import cannot be started from a page now, or null when it can. */
export function whyNotStart(
  { allowedFolders, workerAlive }: Pick<SourcesReply, 'allowedFolders' | 'workerAlive'>,
  httpImport: { enabled: boolean; source: string } | undefined,
): string | null {
  if (httpImport && !httpImport.enabled)
    return `imports from pages are switched off (http_import, ${httpImport.source})`
  if (allowedFolders.length === 0) return 'no folder is allowed: name some in PITWALL_ALLOWED_FOLDERS'
  return workerAlive ? null : 'the ingest worker is not running; npx pitwall start runs it'
}
