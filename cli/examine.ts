import 'server-only'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import path from 'node:path'
import { closeDb, type Db, databasePath, openDb } from '@/lib/db/client'
import { databaseIdentity } from '@/lib/db/database-identity'
import { integrityProblems } from '@/lib/db/maintenance'
import { buildFolder, config } from '@/lib/env'
import { workerState } from '@/lib/ingest/lease'
import { migrate } from '@/prisma/migrate'
import { appliedMigrations, migrationNames } from '@/prisma/migration-state'
import { bytes, plural } from './amounts'
import { databaseUsers } from './database-users'
import { openProblem } from './open-fleet'

export interface Finding {
  name: string
  level: 'ok' | 'warn' | 'fail'
  detail: string
  /** What the operator should do about it. */
  todo: string | null
}

const DISK_LOW = 1_000_000_000
const DISK_OUT = 100_000_000

const ok = (name: string, detail: string): Finding => ({ name, level: 'ok', detail, todo: null })
const warn = (name: string, detail: string, todo: string): Finding => ({ name, level: 'warn', detail, todo })
const fail = (name: string, detail: string, todo: string): Finding => ({ name, level: 'fail', detail, todo })

/** Looks at everything Pitwall stands on. Each check that cannot be made is a finding itself. */
export async function examine(url: string, now: Date): Promise<Finding[]> {
  const file = databasePath(url)
  return [...versions(), clock(now), await disk(path.dirname(file)), ...(await database(url, file, now))]
}

function versions(): Finding[] {
  const { version, buildId, root } = config()
  const next = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { engines: { node: string } })
    .engines
  return [
    ok(
      'versions',
      `Pitwall ${version} (build ${buildId}), Node.js ${process.versions.node} (needs ${next.node}), SQLite in process`,
    ),
  ]
}

/** A clock behind the program's own files gives wrong ages everywhere. */
function clock(now: Date): Finding {
  const { root } = config()
  const stamps = [path.join(root, 'package.json'), path.join(root, buildFolder(), 'PITWALL_BUILD')]
  const newest = Math.max(...stamps.filter(existsSync).map((file) => statSync(file).mtimeMs))
  if (now.getTime() < newest - 60_000) {
    return fail('clock', `${now.toISOString()} is before the program was installed`, 'set the clock of this machine')
  }
  return ok('clock', now.toISOString())
}

async function disk(folder: string): Promise<Finding> {
  let place = folder
  while (!existsSync(place)) place = path.dirname(place)
  const { bavail, bsize } = await statfs(place)
  const free = bavail * bsize
  const detail = `${bytes(free)} free in ${place}`
  if (free < DISK_OUT) return fail('disk', detail, 'free some space; imports will fail')
  return free < DISK_LOW ? warn('disk', detail, 'free some space') : ok('disk', detail)
}

async function database(url: string, file: string, now: Date): Promise<Finding[]> {
  try {
    const created = !existsSync(file)
    const pending = migrationNames().length - (await appliedMigrations(url)).length
    await migrate(url)
    const db = await openDb(url)
    try {
      const [problem] = await integrityProblems(db)
      const identity = (await databaseIdentity(db)).slice(0, 8)
      return [
        problem
          ? fail('database', `${file}: ${problem}`, 'stop Pitwall and restore a backup')
          : ok(
              'database',
              `${file} (${bytes(statSync(file).size)}, id ${identity})${created ? ', made just now' : ''}`,
            ),
        ok('migrations', pending > 0 ? `${plural(pending, 'migration')} applied just now` : 'up to date'),
        await sources(db),
        await worker(db, now),
        instances(file),
      ]
    } finally {
      await closeDb(db)
    }
  } catch (error) {
    const problem =
      error instanceof Error && error.name === 'DatabaseIsNewer' ? error.message : `${file}: ${openProblem(error)}`
    return [fail('database', problem, 'restore a backup, or name another file with --db')]
  }
}

async function sources(db: Db): Promise<Finding> {
  const all = await db.source.findMany({ orderBy: { path: 'asc' } })
  const missing = all.find(({ path: place, state }) => state !== 'paused' && !existsSync(place))
  if (missing) return warn('sources', `${missing.path} is not there`, 'bring it back, or pause the source')
  const failing = all.find(({ state }) => state === 'failing')
  if (failing) return warn('sources', `${failing.path}: ${failing.error ?? 'failing'}`, 'look at its receipts')
  return ok('sources', all.length === 0 ? 'none watched' : `${plural(all.length, 'watched source')}, all there`)
}

async function worker(db: Db, now: Date): Promise<Finding> {
  const { alive, pid, since, kind } = await workerState(db, now)
  if (alive) return ok('worker', `process ${pid} (${kind}) writes since ${since}`)
  const queued = await db.import.count({ where: { status: 'queued' } })
  return queued > 0
    ? warn('worker', `none is running and ${plural(queued, 'import')} wait`, 'start Pitwall')
    : ok('worker', 'none is running; imports run in the command')
}

function instances(file: string): Finding {
  const users = databaseUsers(file)
  if (users.length === 0) return ok('instances', 'nobody else uses this database')
  const names = users.map(({ pid, name }) => `${name} ${pid}`).join(', ')
  // One Pitwall is a web server and a worker.
  return users.length > 2
    ? warn(
        'instances',
        `${plural(users.length, 'process', 'processes')} use this database: ${names}`,
        'more than one Pitwall may be running; stop one',
      )
    : ok('instances', names)
}
