import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'

/** Collections keep transcripts packed and under other names; what stands beside them is no transcript. */
function transcriptName(name) {
  const unpacked = name.replace(/\.gz$/, '')
  if (unpacked.endsWith('.jsonl')) return unpacked
  return path.extname(unpacked) === '' ? `${unpacked}.jsonl` : null
}

/**
 * Copies a tree of Claude Code transcripts to where the program itself would keep them, unpacked and named `*.jsonl`, so
 * that all programs read the same bytes from the same place.
 * @returns the home folder for them to run in, Claude Code's folder in it, and that of its projects
 */
export function layOut(tree, scratch) {
  const home = path.join(scratch, 'home')
  const projects = path.join(home, '.claude', 'projects')
  for (const name of readdirSync(tree, { recursive: true })) {
    const [from, to] = [path.join(tree, name), transcriptName(name)]
    if (to === null || !statSync(from).isFile()) continue
    const bytes = readFileSync(from)
    mkdirSync(path.join(projects, path.dirname(to)), { recursive: true })
    writeFileSync(path.join(projects, to), name.endsWith('.gz') ? gunzipSync(bytes) : bytes)
  }
  return { home, config: path.dirname(projects), projects }
}
