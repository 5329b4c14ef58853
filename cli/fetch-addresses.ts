import 'server-only'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { backendEnvironment, config } from '@/lib/env'
import { ASK_LIMITS, AskBackend } from '@/lib/ingest/remote/ask-backend'
import type { BackendKey } from '@/lib/ingest/remote/backend-key'
import { connect } from '@/lib/ingest/remote/connection'
import { type Fetched, fetchBackend } from '@/lib/ingest/remote/fetch-backend'
import type { BackendAddress } from '@/lib/sources/synth/backend-address'
import { bytes, count, plural, seconds } from './amounts'
import { wrongUse } from './command-error'
import { withLockFile } from './lock-file'
import { ProgressLine } from './progress-line'
import { visibleText } from './visible-text'

const SHOWN_EVERY_MS = 1_000

/**
 * Asks backends, one after the other, and keeps their answers below `dataDir`. Only one process does so at a time.
 * @throws {CommandError} exit 2, when the key or a file of certificates cannot be used
 */
export async function fetchAddresses(
  addresses: readonly BackendAddress[],
  { dataDir, allowPrivate }: { dataDir: string; allowPrivate: boolean },
): Promise<Fetched> {
  const { key, proxies, extraAuthorities } = backendEnvironment()
  checkKey(key)
  const route = { proxies, allowPrivate, authorities: authorities(config().caFile, extraAuthorities) }
  const all: Fetched = { addresses: [], problems: [] }
  await withLockFile(path.join(dataDir, 'backend.lock'), async () => {
    for (const address of addresses) {
      const shown = new Shown(address.base)
      const connection = connect(address.base, route)
      const backend = new AskBackend({
        ...{ connection, base: address.base, key, limits: ASK_LIMITS, now: () => new Date() },
        sleep: (ms) => sleep(ms),
        onProgress: (progress) => shown.asking(progress),
      })
      const from = { address, backend, dataDir, now: () => new Date() }
      const fetched = await fetchBackend({ ...from, onJob: (done, total) => shown.job(done, total) }).finally(() => {
        shown.end()
        return backend.close()
      })
      all.addresses.push(...fetched.addresses.filter((known) => !all.addresses.includes(known)))
      all.problems.push(...fetched.problems)
    }
  })
  return all
}

function checkKey({ value, foundIn }: BackendKey): void {
  if (value !== null && !/^[\x21-\x7e]{1,4096}$/.test(value))
    throw wrongUse(`${foundIn} holds a character that no key has, such as a space or a line break.`)
}

/** Authorities beside those of Node.js; its own variable is heard by it, unless others are given too. */
function authorities(caFile: string | null, extra: string | null): string[] {
  if (caFile === null) return []
  const text = certificates(caFile)
  if (text === null)
    throw wrongUse(`${caFile} (--ca-file or PITWALL_CA_FILE) is no file with certificates in PEM form.`)
  const others = extra === null ? null : certificates(extra)
  return others === null ? [text] : [text, others]
}

function certificates(file: string): string | null {
  try {
    const text = readFileSync(file, 'utf8')
    return text.includes('-----BEGIN CERTIFICATE-----') ? text : null
  } catch {
    return null
  }
}

/** What is being asked for, shown also while nothing comes. */
class Shown {
  private readonly line = new ProgressLine()
  private readonly timer = setInterval(() => this.show(), SHOWN_EVERY_MS)
  private jobs = ''
  private last = { asking: '', requests: 0, bytes: 0 }
  private sinceMs = performance.now()

  constructor(private readonly base: string) {}

  asking(progress: Shown['last']): void {
    this.last = progress
    this.sinceMs = performance.now()
    this.show()
  }

  job(done: number, total: number): void {
    this.jobs = `${count(done)} of ${plural(total, 'job')} · `
    this.show()
  }

  end(): void {
    clearInterval(this.timer)
    this.line.end()
  }

  private show(): void {
    this.line.say(() => {
      const waited = (performance.now() - this.sinceMs) / 1_000
      const waiting = waited >= 2 ? ` · waiting for ${seconds(waited)}` : ''
      const { asking, requests, bytes: size } = this.last
      const host = visibleText(new URL(this.base).host)
      return `${host} · ${this.jobs}${plural(requests, 'request')} · ${bytes(size)} · ${visibleText(asking)}${waiting}`
    })
  }
}
