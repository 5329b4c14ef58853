import type { JobRecord } from '@/lib/model/records'
import { inBatches, type Piece } from '@/lib/sources/document-batches'
import type { FolderReader, FolderSource } from '@/lib/sources/reader'
import { stampOf } from './folder-lines'
import { groupOf } from './run-records'
import { MANIFEST_FILE, manifestOf, RESULTS_FILE, SCENARIO_FILE, TODO_FILE, todoOf } from './scenario-files'

/** Every run empties this folder and fills it anew. */
export const interllmOutputsReader: FolderReader = {
  system: 'interllm',
  parserVersion: 1,
  folderOf: (path) => {
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    const own = [MANIFEST_FILE, TODO_FILE, RESULTS_FILE].includes(name) || SCENARIO_FILE.test(path)
    return slash > 0 && own ? path.slice(0, slash) : null
  },
  detect: (folder) => (read(folder) === null ? null : { systemVersion: 'outputs' }),
  read: (folder, cursor) => inBatches(outputs(folder), cursor),
}

function read(folder: FolderSource) {
  if (!folder.files.some(({ path }) => path === MANIFEST_FILE)) return null
  try {
    return manifestOf(folder.document(MANIFEST_FILE).json())
  } catch {
    return null
  }
}

/** The scenario list as it stands now, and which scenarios have their file: it names no run. */
function* outputs(folder: FolderSource): Generator<Piece> {
  const manifest = read(folder)
  if (manifest === null) {
    yield { rejected: [{ line: null, place: MANIFEST_FILE, reason: 'it is no scenario manifest' }] }
    return
  }
  if (manifest.left > 0) {
    const reason = `${manifest.left} entries are no scenarios, or more than are read`
    yield { rejected: [{ line: null, place: `${MANIFEST_FILE} scenarios`, reason }] }
  }
  const files = new Map(folder.files.map((file) => [file.path, file]))
  const scenarios = manifest.scenarios.map((scenario) => {
    const file = files.get(scenario.outputFile ?? '')
    return { ...scenario, written: file !== undefined, bytes: file?.bytes ?? null }
  })
  const { at, flags } = stampOf(manifest.generatedAt)
  const source = manifest.source ?? folder.path
  const job: JobRecord = {
    ...groupOf(source, MANIFEST_FILE),
    updatedAt: at,
    data: {
      outputDir: manifest.outputDir,
      generatedAt: at,
      scenarios,
      written: scenarios.filter(({ written }) => written).length,
      todo: todoCount(folder),
      results: files.has(RESULTS_FILE),
    },
    flags,
  }
  yield { records: [job] }
}

function todoCount(folder: FolderSource): number | null {
  if (!folder.files.some(({ path }) => path === TODO_FILE)) return null
  try {
    return todoOf(folder.document(TODO_FILE).text()).length
  } catch {
    return null
  }
}
