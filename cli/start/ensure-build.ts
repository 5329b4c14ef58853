import { spawn } from 'node:child_process'
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildFolder, childEnvironment, config } from '@/lib/env'
import { CommandError } from '../command-error'
import { tell } from '../output'
import { BUILD_SOURCES, buildStamp } from './build-stamp'

/** The file that runs Next.js, wherever npm put the package. */
export function nextBin(): string {
  return createRequire(path.join(config().root, 'package.json')).resolve('next/dist/bin/next')
}

/**
 * Where the pages are built and served: the program's own folder, or, for a program installed below node_modules,
 * whose TypeScript no bundler compiles, a copy of its sources beside that node_modules.
 */
export function webFolder(): string {
  const { root } = config()
  return isInstalled(root) ? path.join(installFolder(root), '.pitwall') : root
}

const MODULES = `${path.sep}node_modules${path.sep}`
const isInstalled = (root: string) => root.includes(MODULES)
const installFolder = (root: string) => root.slice(0, root.lastIndexOf(MODULES))

/** What the web server and its build need to know about their place. */
export function webEnvironment(): NodeJS.ProcessEnv {
  const { root } = config()
  const place = isInstalled(root) ? { PITWALL_MODULES_ROOT: installFolder(root), PITWALL_ROOT: webFolder() } : {}
  return { ...childEnvironment(), ...place, NODE_ENV: 'production' as const }
}

function copySources(root: string): void {
  for (const name of [...BUILD_SOURCES, 'cli/tsconfig.json', 'lib/db/generated']) {
    if (existsSync(path.join(root, name)))
      cpSync(path.join(root, name), path.join(webFolder(), name), { recursive: true })
  }
}

const stampFile = () => path.join(webFolder(), buildFolder(), 'PITWALL_BUILD')

/** Builds the pages when there is no build or a source has changed since. @throws when the build fails */
export async function ensureBuild({ verbose }: { verbose: boolean }): Promise<void> {
  const { root } = config()
  const stamp = buildStamp(root)
  if (existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp) return
  rmSync(stampFile(), { force: true })
  if (isInstalled(root)) copySources(root)
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1_000)
  const onTerminal = process.stderr.isTTY === true
  if (!onTerminal) tell('Building the pages …')
  const timer = setInterval(() => onTerminal && process.stderr.write(`\rBuilding the pages … ${seconds()} s `), 500)
  try {
    await runBuild(webFolder(), verbose)
  } finally {
    clearInterval(timer)
  }
  writeFileSync(stampFile(), stamp)
  tell(`${onTerminal ? '\r' : ''}The pages are built (${seconds()} s).    `.trimEnd())
}

function runBuild(folder: string, verbose: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nextBin(), 'build', folder], {
      cwd: folder,
      env: webEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const output: string[] = []
    const keep = (chunk: Buffer) => {
      output.push(chunk.toString())
      if (verbose) process.stderr.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      if (code === 0) return resolve()
      if (!verbose) process.stderr.write(`\n${output.join('')}\n`)
      reject(new CommandError(`the pages could not be built (${signal ?? `code ${code}`}).`))
    })
  })
}
