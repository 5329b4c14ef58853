// Runs one step of a check: its output is shown only when it fails, its seconds always.
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/** Checks must not call home, wait for a terminal, or see the operator's settings and database. */
export function checkEnvironment(extra = {}) {
  const own = Object.entries(process.env).filter(
    ([name]) =>
      name === 'PITWALL_REAL_DATA' ||
      name === 'PITWALL_BROWSER' ||
      name === 'PITWALL_DIST_DIR' ||
      !name.startsWith('PITWALL_'),
  )
  const env = {
    ...Object.fromEntries(own),
    CI: 'true',
    NEXT_TELEMETRY_DISABLED: '1',
    CHECKPOINT_DISABLE: '1',
    PRISMA_HIDE_UPDATE_MESSAGE: '1',
    NO_COLOR: '1',
    ...extra,
  }
  delete env.DATABASE_URL
  delete env.FORCE_COLOR
  return env
}

/** The script behind a package's command: no shell, no npx. */
export const bin = (name, file) => path.join(ROOT, 'node_modules', name, file)

/** Runs node on a script. @returns {Promise<{code: number, output: string, seconds: number}>} */
export function runNode(args, { env = {}, show = false } = {}) {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: checkEnvironment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const parts = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        parts.push(chunk)
        if (show) process.stdout.write(chunk)
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({
        code: code ?? 1,
        output: Buffer.concat(parts).toString(),
        seconds: (performance.now() - started) / 1000,
      })
    })
  })
}

/** Runs a named step and prints one line. @returns whether it passed */
export async function step(name, args, options = {}) {
  const { code, output, seconds } = await runNode(args, options)
  process.stdout.write(`${code === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(16)} ${seconds.toFixed(1)} s\n`)
  if (code !== 0 && !options.show) process.stdout.write(`\n${output}\n`)
  return code === 0
}
