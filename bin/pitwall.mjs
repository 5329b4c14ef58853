#!/usr/bin/env -S node --
// `--` keeps Node.js from taking `--env-file` for its own; it looks for that flag among all arguments.
// Works right after `npm ci`, before any build: makes the database client when it is missing, then runs cli/main.ts.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire, register as registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

function fail(sentence) {
  process.stderr.write(`pitwall: ${sentence}\n`)
  process.exit(1)
}

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  fail(`Pitwall needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org.`)
}

// Nothing leaves the machine unasked: neither Next.js nor Prisma may call home, here or in child processes.
process.env.NEXT_TELEMETRY_DISABLED = '1'
process.env.CHECKPOINT_DISABLE = '1'
process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1'
process.env.PITWALL_ROOT = root

const generated = path.join(root, 'lib', 'db', 'generated')
const stampFile = path.join(generated, '.schema-hash')
const lockFile = path.join(root, 'lib', 'db', '.generating')

function schemaHash() {
  const schema = readFileSync(path.join(root, 'prisma', 'schema.prisma'))
  const { version } = require('prisma/package.json')
  return createHash('sha256').update(schema).update(version).digest('hex')
}

const isCurrent = (hash) => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === hash

/** Takes the lock, or returns null while a living process holds it. */
function takeLock() {
  try {
    const lock = openSync(lockFile, 'wx')
    writeFileSync(lock, String(process.pid))
    return lock
  } catch (error) {
    if (error.code !== 'EEXIST') fail(`the folder ${path.dirname(lockFile)} cannot be written (${error.code}).`)
  }
  try {
    const pid = Number(readFileSync(lockFile, 'utf8'))
    if (pid > 0) process.kill(pid, 0)
  } catch (error) {
    if (error.code === 'ESRCH') rmSync(lockFile, { force: true })
  }
  return null
}

const sleep = (ms) => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)

/** Generates the Prisma client when it is missing or older than the schema; two processes at once do it one by one. */
function ensureClient() {
  const hash = schemaHash()
  const giveUpAt = Date.now() + 60_000
  while (!isCurrent(hash)) {
    const lock = takeLock()
    if (lock === null) {
      if (Date.now() > giveUpAt)
        fail(`another process has been making the database client for a minute; if none is, delete ${lockFile}.`)
      sleep(50)
      continue
    }
    try {
      if (!isCurrent(hash)) generate(hash)
    } finally {
      closeSync(lock)
      rmSync(lockFile, { force: true })
    }
  }
}

function generate(hash) {
  rmSync(stampFile, { force: true })
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve('prisma/build/index.js'), 'generate'],
    {
      cwd: root,
      encoding: 'utf8',
    },
  )
  if (status !== 0) {
    rmSync(lockFile, { force: true })
    fail(`the database client could not be made:\n${stdout}${stderr}`)
  }
  writeFileSync(stampFile, hash)
}

ensureClient()
process.env.TSX_TSCONFIG_PATH = path.join(root, 'cli', 'tsconfig.json')
const { register } = await import('tsx/esm/api')
register()
registerHooks('./resolve-own.mjs', import.meta.url, { data: { root: pathToFileURL(`${root}/`).href } })
await import(pathToFileURL(path.join(root, 'cli', 'main.ts')).href)
