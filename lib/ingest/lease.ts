import 'server-only'
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Db } from '@/lib/db/client'
import { type Statement, writeAll } from '@/lib/db/upsert'

/** One writer at a time, whether worker or command. The row's holder is the writer. */
const NAME = 'ingest'
const HEARTBEAT_MS = 500
/** Only for holders on another machine, whose processes cannot be looked at. */
const SILENT_MS = 15_000

export type LeaseKind = 'worker' | 'command'
interface Holder {
  holder: string
  pid: number
  host: string
  kind: string
  startedAt: string
  heartbeatAt: string
}

/** When a process was started, as the system counts it; tells a process from a later one with the same number. */
function processStart(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

/** Names the machine as long as it is up: a restart ends every process. */
function machine(): string {
  const bootId = '/proc/sys/kernel/random/boot_id'
  return existsSync(bootId) ? `${hostname()}/${readFileSync(bootId, 'utf8').trim()}` : hostname()
}

function isAlive(row: Holder, now: number): boolean {
  if (row.host !== machine())
    return row.host.split('/')[0] !== hostname() && now - Date.parse(row.heartbeatAt) < SILENT_MS
  try {
    process.kill(row.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
  }
  const [, start = ''] = row.holder.split(':')
  return start === '' || start === processStart(row.pid)
}

export interface WorkerState {
  alive: boolean
  kind: LeaseKind | null
  pid: number | null
  since: string | null
}

/** Who holds the lease, and whether that process is still there. */
export async function workerState(db: Db, now: Date): Promise<WorkerState> {
  const row = await db.lease.findUnique({ where: { name: NAME } })
  if (!row || !isAlive(row, now.getTime())) return { alive: false, kind: null, pid: null, since: null }
  return { alive: true, kind: row.kind === 'worker' ? 'worker' : 'command', pid: row.pid, since: row.startedAt }
}

/** The right to write. `fence` goes into every transaction: it fails when the lease went to somebody else. */
export class Lease {
  private timer: NodeJS.Timeout | null = null

  private constructor(
    private readonly db: Db,
    readonly holder: string,
  ) {}

  /** Takes the lease when it is free or its holder is gone; null when a living process holds it. */
  static async take(db: Db, kind: LeaseKind, now: Date): Promise<Lease | null> {
    const holder = `${process.pid}:${processStart(process.pid)}:${randomUUID()}`
    const current = await db.lease.findUnique({ where: { name: NAME } })
    if (current && isAlive(current, now.getTime())) return null
    const at = now.toISOString()
    const fields = { holder, pid: process.pid, host: machine(), kind, startedAt: at, heartbeatAt: at }
    // Conditional on the holder just seen: of two that saw the same dead one, one wins.
    if (current) {
      const { count } = await db.lease.updateMany({ where: { name: NAME, holder: current.holder }, data: fields })
      if (count === 0) return null
    } else {
      const created = await db.lease.create({ data: { name: NAME, ...fields } }).catch(() => null)
      if (!created) return null
    }
    const lease = new Lease(db, holder)
    lease.timer = setInterval(() => void lease.beat(), HEARTBEAT_MS)
    lease.timer.unref()
    return lease
  }

  private async beat(): Promise<void> {
    const heartbeatAt = new Date().toISOString()
    const sql = 'UPDATE "Lease" SET "heartbeatAt" = ? WHERE "name" = ? AND "holder" = ?'
    await writeAll(this.db, [{ sql, values: [heartbeatAt, NAME, this.holder] }]).catch(() => {})
  }

  /** Inserts nothing while the lease is ours, and breaks the transaction (NULL in a NOT NULL column) when it is not. */
  fence(): Statement {
    return {
      sql: `INSERT INTO "Meta" ("key", "value") SELECT 'fence', NULL WHERE NOT EXISTS (SELECT 1 FROM "Lease" WHERE "name" = ? AND "holder" = ?)`,
      values: [NAME, this.holder],
    }
  }

  /** Gives the lease back, if it is still ours. */
  async release(): Promise<void> {
    if (this.timer) clearInterval(this.timer)
    await this.db.lease.deleteMany({ where: { name: NAME, holder: this.holder } }).catch(() => {})
  }
}
