import { createHash } from 'node:crypto'
import type { ScaffoldFile } from './scaffold-input'

/** Where the manifest lies beside the files that it tells of. */
export const SCAFFOLD_MANIFEST = 'patterns/.pitwall-scaffold.json'

/** By path, the hash of what was generated last. */
export type ScaffoldManifest = ReadonlyMap<string, string>

export type MergeAction = 'added' | 'updated' | 'unchanged' | 'kept'

export interface MergedFile extends ScaffoldFile {
  /** `kept`: a person edited it or wrote it, `text` is theirs. */
  action: MergeAction
  /** What stands there now; null of a new file. */
  before: string | null
}

export interface MergedScaffold {
  /** In the order in which they were generated. */
  files: MergedFile[]
  /** To be written after the files. It keeps what other scaffolds recorded. */
  manifest: ScaffoldManifest
}

/**
 * What to write so that running it again changes nothing that was edited: a file is updated only where it still is what was
 * generated last. A file that nobody recorded counts as edited; one that was deleted is added again.
 * @param existing text by path of the files that are there, as far as they are among the generated
 */
export function mergeScaffold(
  existing: ReadonlyMap<string, string>,
  generated: readonly ScaffoldFile[],
  manifest: ScaffoldManifest,
): MergedScaffold {
  const recorded = new Map(manifest)
  const files = generated.map(({ path, text }): MergedFile => {
    const before = existing.get(path) ?? null
    const action = actionOf(before, text, manifest.get(path) ?? null)
    if (action === 'kept') return { path, text: before ?? text, action, before }
    recorded.set(path, hashOf(text))
    // The ends of lines that are there stay: the same text is no update.
    return { path, text: action === 'unchanged' ? (before ?? text) : text, action, before }
  })
  return { files, manifest: recorded }
}

function actionOf(before: string | null, text: string, recorded: string | null): MergeAction {
  if (before === null) return 'added'
  const hash = hashOf(before)
  if (hash === hashOf(text)) return 'unchanged'
  return hash === recorded ? 'updated' : 'kept'
}

/** Git may check a file out with other ends of lines: that is no edit. */
const hashOf = (text: string) => createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')

/** The manifest as a file: the same whatever the order in which scaffolds were made. */
export function manifestText(manifest: ScaffoldManifest): string {
  const rows = [...manifest].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  // From entries, so that a path named __proto__ is a path.
  return `${JSON.stringify({ version: 1, files: Object.fromEntries(rows) }, null, 2)}\n`
}

/** Reads a manifest. What is no manifest records nothing, so that every file that is there counts as edited. */
export function readManifest(text: string | null): ScaffoldManifest {
  const recorded = new Map<string, string>()
  if (text === null) return recorded
  let files: unknown
  try {
    files = (JSON.parse(text) as { files?: unknown } | null)?.files
  } catch {
    return recorded
  }
  if (typeof files !== 'object' || files === null) return recorded
  for (const [path, hash] of Object.entries(files)) {
    if (typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash)) recorded.set(path, hash)
  }
  return recorded
}
