import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const LOOK_EVERY_MS = 100

/** The living process that holds a lock file, or null. */
export function lockHolder(file: string): number | null {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    // Empty: its holder has made it and not yet written its number.
    if (pid > 0) process.kill(pid, 0)
    return pid
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? -1 : null
  }
}

function take(file: string): boolean {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    if (lockHolder(file) === null) rmSync(file, { force: true })
    return false
  }
}

/** Does work that only one process may do at a time; waits for its turn. A lock whose process died does not count. */
export async function withLockFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  mkdirSync(path.dirname(file), { recursive: true })
  while (!take(file)) await sleep(LOOK_EVERY_MS)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
