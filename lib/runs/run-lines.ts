import type { RunSummary } from './schema'

export type RunLine =
  | { kind: 'group'; key: string; title: string; about: string }
  | { kind: 'run'; key: string; run: RunSummary }

/**
 * Rows with their headings. Groups stand only on the first page of the operator's order: elsewhere a heading would
 * claim more than the page holds.
 */
export function runLines(rows: readonly RunSummary[], grouped: boolean): RunLine[] {
  const line = (run: RunSummary): RunLine => ({ kind: 'run', key: run.id, run })
  const needs = rows.filter((run) => run.attention > 0)
  if (!grouped || needs.length === 0) return rows.map(line)
  const rest = rows.filter((run) => run.attention === 0)
  const about = 'silent, over its cap, waiting, or its state contradicts its own phases while still open'
  return [
    { kind: 'group', key: 'group needs', title: 'Needs someone', about },
    ...needs.map(line),
    ...(rest.length > 0
      ? [{ kind: 'group', key: 'group rest', title: 'The rest', about: 'newest evidence first' } as const]
      : []),
    ...rest.map(line),
  ]
}
