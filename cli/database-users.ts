import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { commandName } from './command-name'

export interface DatabaseUser {
  pid: number
  name: string
}

function tryOr<T>(fallback: T, read: () => T): T {
  try {
    return read()
  } catch {
    return fallback
  }
}

/** Processes other than this one that have a file open, as far as the system lets us see. */
export function databaseUsers(file: string): DatabaseUser[] {
  if (process.platform !== 'linux') return fromLsof(file)
  return tryOr([], () => readdirSync('/proc'))
    .filter((pid) => /^\d+$/.test(pid) && Number(pid) !== process.pid)
    .filter((pid) =>
      tryOr([], () => readdirSync(`/proc/${pid}/fd`)).some(
        (fd) => tryOr('', () => readlinkSync(`/proc/${pid}/fd/${fd}`)) === file,
      ),
    )
    .map((pid) => ({ pid: Number(pid), name: tryOr('', () => commandName(readFileSync(`/proc/${pid}/comm`, 'utf8'))) }))
}

function fromLsof(file: string): DatabaseUser[] {
  const output = tryOr('', () =>
    execFileSync('lsof', ['-Fpc', '--', file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
  )
  return [...output.matchAll(/^p(\d+)\nc(.*)$/gm)]
    .map(([, pid, name = '']) => ({ pid: Number(pid), name }))
    .filter(({ pid }) => pid !== process.pid)
}
