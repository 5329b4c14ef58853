const RUN_NAME = '(?:pair_\\d{8}__\\d{2}-\\d{2}-\\d{2}|\\d{8}__\\d{2}-\\d{2}-\\d{2}(?:_seed\\d{1,6}|-\\d{1,6})?)'
const RUN_FOLDER = new RegExp(`^(.*?/${RUN_NAME})/.+$`)

/** The folder of a OneShot run that a path lies in, by its name, or null. */
export const runFolderOf = (path: string): string | null => RUN_FOLDER.exec(path)?.[1] ?? null

/** The last part of a path, of either kind of slash. */
export const baseName = (path: string): string =>
  path
    .replace(/[/\\]+$/, '')
    .split(/[/\\]/)
    .at(-1) ?? path

/** A pair-programming run groups the jobs that were started in it. */
export const isPairRun = (runKey: string) => runKey.startsWith('pair_')

/** What was measured before or after a run is a run of its own: the two are compared. */
export const baselineRunKey = (runKey: string, when: 'before' | 'after') => `${runKey}/baseline-${when}`

/** Whether a key is one of those. */
export const isBaselineRun = (runKey: string): boolean => /\/baseline-(?:before|after)$/.test(runKey)

/** When a run began, as its name says: `pair_20251110__18-33-53`, `20251105__01-00-45_seed003`. */
export const timeInName = (runKey: string): string | null => /\d{8}__\d{2}-\d{2}-\d{2}/.exec(runKey)?.[0] ?? null

/** The task that OneShot runs try. */
export const taskJobKey = (taskId: string) => `task/${taskId}`
