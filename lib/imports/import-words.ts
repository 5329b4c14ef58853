import type { FileReceipt, ImportProgress, ImportSummary } from '@/lib/imports/schema'
import { formatDuration } from '@/lib/time/format'
import { formatBytes, formatInteger } from '@/lib/time/format-quantity'
import type { Tone } from '@/lib/tone'

/** An import, or one file of it, in the operator's words. Pure; shared by every screen that names an import. */
interface StateWords {
  tone: Tone
  word: string
  running?: boolean
}

const FIRST_KINDS = ['runs', 'tiers', 'phases', 'usageEvents', 'sessions']
const SECOND_MS = 1_000

export function importState({ status, totals }: Pick<ImportSummary, 'status' | 'totals'>): StateWords {
  switch (status) {
    case 'queued':
      return { tone: 'info', word: 'queued' }
    case 'running':
      return { tone: 'info', word: 'running', running: true }
    case 'failed':
      return { tone: 'bad', word: 'failed' }
    case 'done':
      return (totals?.rejectedFiles ?? 0) + (totals?.rejectedRecords ?? 0) > 0
        ? { tone: 'warn', word: 'with rejects' }
        : { tone: 'ok', word: 'imported' }
  }
}

const FILE_STATES = {
  imported: { tone: 'ok', word: 'imported' },
  appended: { tone: 'ok', word: 'appended' },
  unchanged: { tone: 'idle', word: 'unchanged' },
  rejected: { tone: 'bad', word: 'rejected' },
} as const satisfies Record<FileReceipt['status'], StateWords>

export function fileState({ status, rejectedCount }: Pick<FileReceipt, 'status' | 'rejectedCount'>): StateWords {
  if (status !== 'rejected' && rejectedCount > 0) return { tone: 'warn', word: FILE_STATES[status].word }
  return FILE_STATES[status]
}

/** `usageEvents` → "usage events"; one of them is a "usage event". */
export function kindWords(kind: string, count = 2): string {
  const words = kind.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase()
  if (count !== 1) return words
  return words
    .replace(/ies$/, 'y')
    .replace(/(ss|x|ch)es$/, '$1')
    .replace(/([^s])s$/, '$1')
}

/** Kinds that have rows, those every operator knows first. */
export function rowKinds(rows: Readonly<Record<string, number>>): { kind: string; count: number }[] {
  const rank = (kind: string) => (FIRST_KINDS.includes(kind) ? FIRST_KINDS.indexOf(kind) : FIRST_KINDS.length)
  return Object.entries(rows)
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => ({ kind, count }))
    .toSorted((a, b) => rank(a.kind) - rank(b.kind) || b.count - a.count)
}

/** "70 runs · 456 phases · 1,371 usage events", the first `max` kinds. */
export function rowsText(rows: Readonly<Record<string, number>>, max = 3): string {
  const kinds = rowKinds(rows)
  const told = kinds.filter(({ kind }) => kind !== 'tiers' || kinds.length <= max)
  return told
    .slice(0, max)
    .map(({ kind, count }) => `${formatInteger(count)} ${kindWords(kind, count)}`)
    .join(' · ')
}

/** What one line says an import brought; never empty. */
export function outcomeText({ status, totals, error, progress }: ImportSummary): string {
  if (status === 'failed') return error ?? 'no reason given'
  if (status === 'queued') return 'waits for its turn'
  if (status === 'running') return progress ? progressText(progress) : 'begins'
  if (!totals || totals.files === 0) return 'no file was read'
  const rejected = totals.rejectedFiles + totals.rejectedRecords
  const rows = rowsText(totals.rows)
  return [rows === '' ? 'no rows' : rows, rejected > 0 ? `${formatInteger(rejected)} rejected` : null]
    .filter((part) => part !== null)
    .join(' · ')
}

const of = (done: number, total: number, format: (value: number) => string) =>
  total > 0 ? `${format(done)} of ${format(total)}` : format(done)

/** "3 of 28 files · 12 MB of 60 MB · 4.1 MB/s · 12 s left"; what is not known is left out. */
export function progressText(progress: ImportProgress): string {
  const { filesDone, filesTotal, bytesDone, bytesTotal, bytesPerSecond, secondsLeft } = progress
  return [
    `${of(filesDone, filesTotal, formatInteger)} ${filesTotal === 1 ? 'file' : 'files'}`,
    of(bytesDone, bytesTotal, formatBytes),
    bytesPerSecond === null ? null : `${formatBytes(bytesPerSecond)}/s`,
    secondsLeft === null ? null : `${formatDuration(Math.ceil(secondsLeft) * SECOND_MS)} left`,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

/** Share that is done, 0–1; by bytes, else by files, else null. */
export function progressShare({ filesDone, filesTotal, bytesDone, bytesTotal }: ImportProgress): number | null {
  const [done, total] = bytesTotal > 0 ? [bytesDone, bytesTotal] : [filesDone, filesTotal]
  return total > 0 ? Math.min(1, Math.max(0, done / total)) : null
}

/** The end of a path, which tells files apart. */
export function fileName(path: string): string {
  const end = path.replace(/[/\\]+$/, '')
  return end.slice(Math.max(end.lastIndexOf('/'), end.lastIndexOf('\\')) + 1) || path
}

/** The first place of an import, and how many more there are. */
export function placeOf({ paths, pathsTotal }: Pick<ImportSummary, 'paths' | 'pathsTotal'>): {
  first: string
  more: number
} {
  return { first: paths[0] ?? '', more: Math.max(0, pathsTotal - 1) }
}

/** The folder that all paths share, with its slash; empty when there is none, or nothing else to show. */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split('/').slice(0, -1))
  const shared = folders.reduce((before, folder) => {
    const differs = before.findIndex((part, index) => part !== folder[index])
    return differs < 0 ? before : before.slice(0, differs)
  }, folders[0] ?? [])
  return shared.length > 0 ? `${shared.join('/')}/` : ''
}
