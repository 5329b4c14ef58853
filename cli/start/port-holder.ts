import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { commandName } from '../command-name'

const LISTEN = '0A'

/** Socket numbers that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningSockets(table: string, port: number): string[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => state === LISTEN && Number.parseInt(local.split(':')[1] ?? '', 16) === port)
    .flatMap((fields) => fields[9] ?? [])
}

/** The first process in the output of `lsof -Fpc`: lines `p123` and `cname`. */
export function lsofHolder(output: string): string | null {
  const pid = /^p(\d+)$/m.exec(output)?.[1]
  const name = /^c(.+)$/m.exec(output)?.[1]
  return pid === undefined ? null : `${name ?? 'a process'} (process ${pid})`
}

function fromProc(port: number): string | null {
  const tables = ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => tryOr('', () => readFileSync(file, 'utf8')))
  const sockets = new Set(tables.flatMap((table) => listeningSockets(table, port)).map((inode) => `socket:[${inode}]`))
  if (sockets.size === 0) return null
  for (const pid of tryOr([], () => readdirSync('/proc')).filter((name) => /^\d+$/.test(name))) {
    const held = tryOr([], () => readdirSync(`/proc/${pid}/fd`)).some((fd) =>
      sockets.has(tryOr('', () => readlinkSync(`/proc/${pid}/fd/${fd}`))),
    )
    if (held)
      return `${tryOr('a process', () => commandName(readFileSync(`/proc/${pid}/comm`, 'utf8')))} (process ${pid})`
  }
  return null
}

function tryOr<T>(fallback: T, read: () => T): T {
  try {
    return read()
  } catch {
    return fallback
  }
}

/** Name and number of the process that listens on a port; null when it may not be known. */
export function portHolder(port: number): string | null {
  if (process.platform === 'linux') return fromProc(port)
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  return tryOr(null, () =>
    lsofHolder(execFileSync('lsof', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })),
  )
}
