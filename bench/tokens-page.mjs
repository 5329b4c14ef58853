/**
 * How long the server takes for the page of tokens, over a generated year of few and of many usage events: every window by
 * every grouping that is bounded, at both sizes, and how many times as long the large one takes.
 *
 *   node bench/tokens-page.mjs [--small 20000] [--large 2000000] [--rounds 9] [--zones UTC] [--clock wall|cpu] [--keep FOLDER]
 *
 * --keep leaves the databases in a folder and takes those that are there already. Ends with 1 when a ratio is above 2.
 */
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const { status } = spawnSync(
  process.execPath,
  [
    ...['--conditions=react-server', '--import', 'tsx'],
    path.join(root, 'bench', 'tokens-page', 'measure.ts'),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TSX_TSCONFIG_PATH: path.join(root, 'cli', 'tsconfig.json') } },
)
process.exitCode = status ?? 1
