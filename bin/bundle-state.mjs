// Which bundle of the command line is current. Read by every start, so it does nothing but compare times and sizes.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** Below the program's own node_modules, so that packages left out of the bundle are found from there. */
export const cacheFolder = (root) => path.join(root, 'node_modules', '.cache', 'pitwall')

/** Names the bundle in use and what it was made of. */
export const stateFile = (root) => path.join(cacheFolder(root), 'cli.json')

/** What changes when a file does; null when it is gone. */
export function markOf(file) {
  const stat = statSync(file, { throwIfNoEntry: false })
  return stat ? `${stat.mtimeMs}:${stat.size}` : null
}

/** The file to import, or null when there is no bundle or a source of it has changed. */
export function currentBundle(root) {
  try {
    const state = JSON.parse(readFileSync(stateFile(root), 'utf8'))
    // A tree that was moved or copied brings its bundle along, with the paths of the old place in it.
    if (state.root !== root) return null
    for (const [file, mark] of state.inputs) if (markOf(path.join(root, file)) !== mark) return null
    const main = path.join(cacheFolder(root), state.folder, 'main.js')
    return markOf(main) === null ? null : main
  } catch {
    return null
  }
}
