import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { closeDb, openDb } from '@/lib/db/client'
import { checkRollUps } from '@/lib/db/roll-up-check'
import { fingerprint } from './importing'

const PITWALL = fileURLToPath(new URL('../../bin/pitwall.mjs', import.meta.url))

interface Ended {
  code: number | null
  killed: boolean
  stderr: string
}

/** Runs `pitwall import` as its own process; `killAfterMs` ends it with signal 9 if it is still running then. */
async function importProcess(files: readonly string[], url: string, killAfterMs: number | null): Promise<Ended> {
  const child = spawn(process.execPath, [PITWALL, 'import', ...files, '--db', url, '--json'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
  })
  const timer = killAfterMs === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfterMs)
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
  if (timer) clearTimeout(timer)
  return { code, killed: signal === 'SIGKILL', stderr }
}

async function fingerprintOf(url: string): Promise<Record<string, string>> {
  const db = await openDb(url)
  try {
    // Sums are compared with their events, too: two imports could both have them wrong.
    const { differences } = await checkRollUps(db)
    return { ...(await fingerprint(db)), 'roll-ups that differ from their events': String(differences) }
  } finally {
    await closeDb(db)
  }
}

/** 3: some files were no records of any system; the rest is in. */
const READ = [0, 3]

export interface KillProof {
  kills: number
  /** Kills that met a process in the middle of its work. */
  met: number
  undisturbedMs: number
  same: boolean
  expected: Record<string, string>
  found: Record<string, string>
}

/**
 * Kills an import again and again at moments spread over its whole length, each time starting it anew on the same
 * database, lets the last one finish, and compares every row with an undisturbed import.
 * @param random 0–1, so that a run can be repeated
 */
export async function proveKills(
  files: readonly string[],
  folder: string,
  kills: number,
  random: () => number,
): Promise<KillProof> {
  // The first start after a change prepares the program: that is no part of an import.
  await once(spawn(process.execPath, [PITWALL, '--version'], { stdio: 'ignore' }), 'exit')
  const calm = `file:${path.join(folder, 'calm', 'pitwall.db')}`
  const started = performance.now()
  const first = await importProcess(files, calm, null)
  if (!READ.includes(first.code ?? 1))
    throw new Error(`the undisturbed import ended with ${first.code}: ${first.stderr}`)
  const undisturbedMs = performance.now() - started
  const expected = await fingerprintOf(calm)

  let met = 0
  let found: Record<string, string> = {}
  // A database that was imported to its end is left behind: each further kill needs one with work to do.
  for (let done = 0, database = 0; done < kills; database += 1) {
    const url = `file:${path.join(folder, `killed-${database}`, 'pitwall.db')}`
    for (let finished = false; !finished && done < kills; done += 1) {
      const { killed } = await importProcess(files, url, 100 + random() * undisturbedMs)
      if (killed) met += 1
      else finished = true
    }
    const last = await importProcess(files, url, null)
    if (!READ.includes(last.code ?? 1))
      throw new Error(`the import after the kills ended with ${last.code}: ${last.stderr}`)
    found = await fingerprintOf(url)
    if (JSON.stringify(found) !== JSON.stringify(expected))
      return { kills: done, met, undisturbedMs, same: false, expected, found }
  }
  return { kills, met, undisturbedMs, same: true, expected, found }
}
