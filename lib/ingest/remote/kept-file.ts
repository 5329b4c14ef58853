import 'server-only'
import { appendFileSync, closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import { cp } from 'node:fs/promises'
import path from 'node:path'
import { KeptAnswers, type ListPart } from '@/lib/sources/synth/kept-answers'
import { growingContentId } from '../file-history'

/** The content of an address, whatever has been answered there so far. */
export const remoteContentId = (address: string) => growingContentId(address)

/** Its place below the archive folder. */
export function keptName(address: string): string {
  const id = remoteContentId(address)
  return path.join(id.replace('live-', '').slice(0, 2), `${id}.ndjson`)
}

export const keptPath = (dataDir: string, address: string) => path.join(dataDir, 'archive', keptName(address))

/** What was kept of an address, or null when nothing was. */
export function readKept(dataDir: string, address: string): { kept: KeptAnswers; text: string } | null {
  const file = keptPath(dataDir, address)
  if (!existsSync(file)) return null
  const text = readFileSync(file, 'utf8')
  const kept = new KeptAnswers()
  for (const line of text.split('\n')) if (line !== '') kept.take(line)
  return { kept, text }
}

/** Copies all that is kept of backends, for an import that must leave it as it is. */
export async function copyKept(fromDir: string, toDir: string): Promise<void> {
  const from = path.join(fromDir, 'archive')
  if (!existsSync(from)) return
  const filter = (name: string) => path.extname(name) === '.ndjson' || statSync(name).isDirectory()
  await cp(from, path.join(toDir, 'archive'), { recursive: true, filter })
}

/**
 * The answers of one address on disk. Each is written as soon as it is there, so that asking goes on after a kill; at the
 * end the file is made anew without repetitions. A file in which nothing changed is not touched.
 */
export class KeptFile {
  readonly kept: KeptAnswers
  private readonly file: string
  private handle: number | null = null
  private size: number
  private isBroken: boolean

  constructor(
    dataDir: string,
    private readonly address: string,
  ) {
    this.file = keptPath(dataDir, address)
    const known = readKept(dataDir, address)
    this.kept = known?.kept ?? new KeptAnswers()
    this.size = known === null ? 0 : statSync(this.file).size
    this.isBroken = known !== null && !known.text.endsWith('\n')
  }

  /** Bytes that are kept, with what came twice. */
  get bytes(): number {
    return this.size
  }

  set(part: string, value: unknown): void {
    const line = this.kept.set(part, value)
    if (line !== null) this.append(line)
  }

  /** @returns how many of the elements are new */
  add(part: ListPart, items: readonly unknown[]): number {
    const { line, added } = this.kept.add(part, items)
    if (line !== null) this.append(line)
    return added
  }

  /** Ends the asking: what changed is told with its time, and the file made anew. */
  finish(now: Date): void {
    if (this.handle === null) return
    this.set('asked_at', now.toISOString())
    this.close()
    const fresh = `${this.file}.part`
    const handle = openSync(fresh, 'w', 0o600)
    try {
      for (const line of this.kept.lines()) appendFileSync(handle, line)
    } finally {
      closeSync(handle)
    }
    renameSync(fresh, this.file)
  }

  private close(): void {
    if (this.handle !== null) closeSync(this.handle)
    this.handle = null
  }

  private append(line: string): void {
    if (this.handle === null) {
      mkdirSync(path.dirname(this.file), { recursive: true })
      this.handle = openSync(this.file, 'a', 0o600)
      // A killed process left half a line: what follows must not be glued to it.
      if (this.isBroken) appendFileSync(this.handle, '\n')
      this.isBroken = false
    }
    // Whoever finds the file sees what it is of.
    const first = this.size === 0 ? (this.kept.set('address', this.address) ?? '') : ''
    appendFileSync(this.handle, `${first}${line}`)
    this.size += Buffer.byteLength(line)
  }
}
