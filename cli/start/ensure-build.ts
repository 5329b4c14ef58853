import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { buildFolder, childEnvironment, config } from '@/lib/env'
import { CommandError } from '../command-error'
import { tell } from '../output'
import { buildStamp } from './build-stamp'

/** The file that runs Next.js, wherever npm put the package. */
export function nextBin(): string {
  return createRequire(path.join(config().root, 'package.json')).resolve('next/dist/bin/next')
}

const stampFile = () => path.join(config().root, buildFolder(), 'PITWALL_BUILD')

/** Builds the pages when there is no build or a source has changed since. @throws when the build fails */
export async function ensureBuild({ verbose }: { verbose: boolean }): Promise<void> {
  const { root } = config()
  const stamp = buildStamp(root)
  if (existsSync(stampFile()) && readFileSync(stampFile(), 'utf8') === stamp) return
  rmSync(stampFile(), { force: true })
  const started = performance.now()
  const seconds = () => Math.round((performance.now() - started) / 1_000)
  const onTerminal = process.stderr.isTTY === true
  if (!onTerminal) tell('Building the pages …')
  const timer = setInterval(() => onTerminal && process.stderr.write(`\rBuilding the pages … ${seconds()} s `), 500)
  try {
    await runBuild(root, verbose)
  } finally {
    clearInterval(timer)
  }
  writeFileSync(stampFile(), stamp)
  tell(`${onTerminal ? '\r' : ''}The pages are built (${seconds()} s).    `.trimEnd())
}

function runBuild(root: string, verbose: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [nextBin(), 'build', root], {
      cwd: root,
      env: { ...childEnvironment(), NODE_ENV: 'production' as const },
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
