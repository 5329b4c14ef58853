import { shortId } from './fields'

const EXTENSIONS = /(\.(tar|tgz|gz|zip|zst|json|jsonl|ndjson|csv|tsv|ya?ml|traj|eval|shared))+$/i
/** Names of folders that say what kind of files lie there, not which set they are. */
const GENERIC =
  /^(trajs?|trajectories|logs?|results?|reports?|outputs?|runs?|run_evaluation|evaluations?|preds|predictions|sb-cli-reports|instances?|instance_results|data|tests?|test_data|tmp|\.|)$/i

/** A file's name without folders and extensions. */
export const baseName = (path: string): string => (path.split('/').at(-1) ?? '').replace(EXTENSIONS, '') || 'unnamed'

const GENERIC_FILE =
  /^(results?|summary|results?[-_ ]summary|rows|reports?|scores?|data|outputs?|eval(uation)?s?|unnamed)$/i

/** What a file is named for: by its own name, or where that says only what kind of file it is, by its place. */
export function fileName(path: string): string {
  const own = baseName(path)
  if (!GENERIC_FILE.test(own)) return shortId(own)
  const set = setNameOf(path, null)
  return set === 'unnamed' ? own : set
}

/**
 * What a file's place calls the set that it is one item of: the nearest folder above with a name of its own, else the
 * archive. Used where the content names none, so that a trajectory and its report meet.
 * @param item the item's own folder does not name the set
 */
export function setNameOf(path: string, item: string | null): string {
  const [outer = '', inner] = splitArchive(path)
  const folders = (inner ?? outer).split('/').slice(0, -1)
  const named = folders.reverse().find((folder) => !GENERIC.test(folder) && folder !== item)
  return shortId(named ?? (inner === undefined ? 'unnamed' : baseName(outer)))
}

/** Of the folder that holds one item, its name: `logs/<item>/report.json`. */
export const folderName = (path: string): string | null => path.split('/').at(-2)?.trim() || null

function splitArchive(path: string): [string, string?] {
  const at = path.indexOf('!/')
  return at === -1 ? [path] : [path.slice(0, at), path.slice(at + 2)]
}
