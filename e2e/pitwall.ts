import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test as base, expect, type Page } from '@playwright/test'

const BIN = path.join(import.meta.dirname, '..', 'bin', 'pitwall.mjs')
/** What would lead a test to records of whoever runs it. */
const NOT_OURS = ['PITWALL_REAL_DATA', 'XDG_CONFIG_HOME', 'CLAUDE_CONFIG_DIR', 'CODEX_HOME']
const STARTED = /Pitwall is at (\S+)/

/** A port nobody holds now. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** One Pitwall of its own: the real command, a folder of its own, nothing of the operator's. */
export class Pitwall {
  private child: ChildProcess | null = null
  url = ''

  private constructor(
    readonly folder: string,
    readonly port: number,
  ) {}

  static async start(): Promise<Pitwall> {
    const folder = mkdtempSync(path.join(process.env['PITWALL_TEST_FOLDER'] ?? tmpdir(), 'pitwall-e2e-'))
    const pitwall = new Pitwall(folder, await freePort())
    mkdirSync(pitwall.records, { recursive: true })
    await pitwall.start()
    return pitwall
  }

  /** Where a test puts the files it imports; HTTP imports are allowed from here only. */
  get records(): string {
    return path.join(this.folder, 'records')
  }

  get database(): string {
    return `file:${path.join(this.folder, 'data', 'pitwall.db')}`
  }

  private get environment(): NodeJS.ProcessEnv {
    const env = { ...process.env }
    for (const name of NOT_OURS) delete env[name]
    return { ...env, HOME: this.folder, PITWALL_ALLOWED_FOLDERS: this.records, PITWALL_DB: this.database }
  }

  /** Starts the server on the same port again; resolves when it answers. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [BIN, 'start', '--port', String(this.port)], {
      env: this.environment,
      cwd: this.folder,
    })
    this.child = child
    let output = ''
    this.url = await new Promise<string>((resolve, reject) => {
      const read = (chunk: Buffer) => {
        output += chunk.toString()
        const address = STARTED.exec(output)?.[1]
        if (address) resolve(address)
      }
      child.stdout?.on('data', read)
      child.stderr?.on('data', read)
      child.once('exit', (code) => reject(new Error(`Pitwall ended with ${code}:\n${output}`)))
    })
  }

  /** Stops the server the way an operator does. */
  async stop(): Promise<void> {
    if (!this.child) return
    const exit = once(this.child, 'exit')
    this.child.kill('SIGTERM')
    await exit
    this.child = null
  }

  /** Runs one command on this database. @returns its exit code and output */
  async run(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [BIN, ...args], { env: this.environment, cwd: this.folder })
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString()
    })
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString()
    })
    const [code] = (await once(child, 'close')) as [number]
    return { code, stdout, stderr }
  }

  async remove(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true })
  }
}

/** What a page may never do: log an error, throw, or ask another host. */
export function watchPage(page: Page, own: string): string[] {
  const faults: string[] = []
  page.on('console', (message) => message.type() === 'error' && faults.push(`console: ${message.text()}`))
  page.on('pageerror', (error) => faults.push(`thrown: ${error.message}`))
  page.on('request', (request) => {
    if (!request.url().startsWith(own) && !request.url().startsWith('data:')) faults.push(`asked ${request.url()}`)
  })
  return faults
}

/** Opens an address and waits until the page takes keys: before React has adopted it, they go nowhere. */
export async function openPage(page: Page, url: string): Promise<void> {
  await page.goto(url)
  await page.waitForFunction(() => {
    const main = document.querySelector('main')
    return main !== null && Object.keys(main).some((name) => name.startsWith('__reactProps'))
  })
  // Listeners are added by effects, which run after the frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
}

/** Tests that only look share one Pitwall with the sample fleet. */
export const test = base.extend<object, { sample: Pitwall }>({
  sample: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures from the pattern
    async ({}, use) => {
      const pitwall = await Pitwall.start()
      await use(pitwall)
      await pitwall.remove()
    },
    { scope: 'worker', timeout: 240_000 },
  ],
})
export { expect }
