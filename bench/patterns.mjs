/**
 * How long the server takes for the pages of failure patterns, over few and over many failures in as many patterns: a page
 * of the list, a pattern, its occurrences and a triage move, at both sizes, and how many times as long the large one takes.
 *
 *   node bench/patterns.mjs [--small 10000] [--large 1000000] [--patterns 10000] [--rounds 40] [--clock wall|cpu] [--keep FOLDER]
 *
 * Prints besides how long the first grouping of all failures takes, and that of one new failure no pattern knows. --keep
 * leaves the databases in a folder and takes those that are there already. Ends with 1 when a ratio is above 2.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { status } = spawnSync(
  process.execPath,
  [
    ...['--conditions=react-server', '--import', 'tsx'],
    path.join(root, 'bench', 'patterns', 'measure.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'cli', 'tsconfig.json') } },
)
process.exitCode = status ?? 1
