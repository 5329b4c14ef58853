import { inBatches } from '@/lib/sources/document-batches'
import type { Document, DocumentReader, FolderReader, FolderSource } from '@/lib/sources/reader'
import { Fields } from './fields'
import { inspectParts, inspectVersion, isInspectHead } from './inspect-log'

/** An Inspect log in one JSON file. */
export const inspectJsonReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().slice(0, 100_000).includes('"eval"')) return null
    const json = document.json()
    return isInspectHead(json) ? { systemVersion: inspectVersion(json) } : null
  },
  latestAt: (document) => {
    const head = new Fields(document.json())
    return head.object('stats').time('completed_at') ?? head.object('eval').time('created')
  },
  read: (document, cursor) => {
    const head = new Fields(document.json())
    const samples = head.list('samples').map((value, index) => ({ value, ref: `sample ${index + 1}` }))
    return inBatches(inspectParts(document.json(), samples, head.id('status') === 'started'), cursor)
  },
}

const HEAD = 'header.json'
const START = '_journal/start.json'
const SAMPLE = /^samples\/.*\.json$/

/** An Inspect log as a zip archive, `.eval`: head and samples are members. Without the closing head it is not finished. */
export const inspectEvalReader: FolderReader = {
  system: 'results',
  parserVersion: 1,
  folderOf: (path) => /^(.*\.eval)(?:!\/.*)?$/is.exec(path)?.[1] ?? null,
  detect: (folder) => {
    const head = headOf(folder)
    return head !== null && isInspectHead(head.json) ? { systemVersion: inspectVersion(head.json) } : null
  },
  read: (folder, cursor) => {
    const head = headOf(folder)
    return inBatches(inspectParts(head?.json ?? null, samplesOf(folder), head?.started ?? true), cursor)
  },
}

function headOf(folder: FolderSource): { json: unknown; started: boolean } | null {
  const names = new Set(folder.files.map(({ path }) => path))
  if (names.has(HEAD)) return { json: folder.document(HEAD).json(), started: false }
  return names.has(START) ? { json: folder.document(START).json(), started: true } : null
}

/** Samples by themselves; of those that are only in the summaries, what these tell. */
function* samplesOf(folder: FolderSource): Iterable<{ value: unknown; ref: string }> {
  const seen = new Set<string>()
  for (const { path } of folder.files) {
    if (!SAMPLE.test(path)) continue
    const value = folder.document(path).json()
    seen.add(keyOf(value))
    yield { value, ref: path }
  }
  for (const { value, ref } of summariesIn(folder)) {
    const key = keyOf(value)
    if (!seen.has(key)) yield { value, ref }
    seen.add(key)
  }
}

function* summariesIn(folder: FolderSource): Iterable<{ value: unknown; ref: string }> {
  const all = folder.files.filter(({ path }) => path === 'summaries.json' || path.startsWith('_journal/summaries/'))
  for (const { path } of all) {
    const json = documentJson(folder.document(path))
    for (const [index, value] of json.entries()) yield { value, ref: `${path} #${index + 1}` }
  }
}

const documentJson = (document: Document): readonly unknown[] => {
  const json = document.json()
  return Array.isArray(json) ? json : []
}

function keyOf(value: unknown): string {
  const sample = new Fields(value)
  return `${sample.id('id')} ${sample.count('epoch') ?? 1}`
}
