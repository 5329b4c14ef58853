import type { CatalogueEntry } from './entry'

/** The six patterns that Autopack ships, with its detectors, in the order of its priorities. It only ever suggests. */
export const BUILT_IN = [
  {
    id: 'python_missing_dep',
    kind: 'failure',
    type: 'import_error',
    cause: 'config',
    finds: /ModuleNotFoundError: No module named|ImportError: cannot import name|ImportError: No module named/i,
    means: 'A Python module is not installed, or not in this version.',
    helps: '`pip install NAME` into the environment the agent runs in; pin it in requirements.txt.',
    example: "ModuleNotFoundError: No module named 'yaml'",
  },
  {
    id: 'node_missing_dep',
    kind: 'failure',
    type: 'import_error',
    cause: 'config',
    finds: /Cannot find module|MODULE_NOT_FOUND/i,
    means: 'A Node.js module is not installed, or the path of an import is wrong.',
    helps: '`npm ci` in the folder of package.json; check the spelling of the import.',
    example: "Error: Cannot find module 'left-pad'",
  },
  {
    id: 'wrong_working_dir',
    kind: 'failure',
    type: 'wrong_working_dir',
    cause: 'config',
    finds:
      /(?:FileNotFoundError|ENOENT)[^\n]{0,400}?(?:package\.json|requirements\.txt|Cargo\.toml|go\.mod|pom\.xml)|(?:package\.json|requirements\.txt|Cargo\.toml|go\.mod|pom\.xml)[^\n]{0,400}?(?:FileNotFoundError|ENOENT)/i,
    means: 'The command ran in a folder that is not the root of the project.',
    helps: 'Change to the folder that holds the file first, or pass it (`npm --prefix`, `cargo --manifest-path`).',
    example: "ENOENT: no such file or directory, open '/work/package.json'",
  },
  {
    id: 'scope_mismatch',
    kind: 'failure',
    type: 'scope_mismatch',
    cause: 'agent',
    finds: /outside[^\n]{0,300}?scope|not in governed scope|blocked[^\n]{0,300}?scope/i,
    means: 'The agent wanted to change files outside of what the task allows.',
    helps: 'Widen the scope of the phase if the file belongs to it; else tell the agent the allowed paths.',
    example: 'Patch rejected: 3 files outside the allowed scope',
  },
  {
    id: 'missing_test_discovery',
    kind: 'failure',
    type: 'test_discovery',
    cause: 'config',
    finds: /collected 0 items|no tests ran|ERROR: not found[^\n]{0,300}?test|cannot find[^\n]{0,300}?test/i,
    means: 'The test runner found no tests.',
    helps: 'Check the path given to the runner and the names of files and functions (`test_*.py`, `*.test.ts`).',
    example: 'collected 0 items',
  },
  {
    id: 'permission_error',
    kind: 'failure',
    type: 'permission_error',
    cause: 'config',
    finds: /PermissionError|EACCES|permission denied/i,
    means: 'The user of the agent may not do that to the file.',
    helps: '`ls -l` the path; change its owner, or work elsewhere.',
    example: "EACCES: permission denied, open '/etc/hosts'",
  },
] as const satisfies readonly CatalogueEntry[]

export type BuiltInPattern = (typeof BUILT_IN)[number]['id']

const SEARCHED_MAX = 20_000

/** Which of Autopack's six patterns a text shows; null when none. Only the head of the text is searched. */
export function builtInPattern(text: string): BuiltInPattern | null {
  const head = text.slice(0, SEARCHED_MAX)
  return BUILT_IN.find(({ finds }) => finds.test(head))?.id ?? null
}
