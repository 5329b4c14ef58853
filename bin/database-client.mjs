// Makes the database client (prisma generate) when it is missing or older than the schema.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

const require = createRequire(import.meta.url)
const GIVE_UP_MS = 60_000

function fail(sentence) {
  process.stderr.write(`pitwall: ${sentence}\n`)
  process.exit(1)
}

const stampFile = (root) => path.join(root, 'lib', 'db', 'generated', '.schema-hash')

function schemaHash(root) {
  const schema = readFileSync(path.join(root, 'prisma', 'schema.prisma'))
  const { version } = require('prisma/package.json')
  return createHash('sha256').update(schema).update(version).digest('hex')
}

const isCurrent = (root, hash) => existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === hash

/** Takes the lock, or returns null while a living process holds it. */
function takeLock(lockFile) {
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

/** Two processes at once do it one by one. Ends the process with a sentence when it cannot be done. */
export function ensureClient(root) {
  const lockFile = path.join(root, 'lib', 'db', '.generating')
  const hash = schemaHash(root)
  const giveUpAt = Date.now() + GIVE_UP_MS
  while (!isCurrent(root, hash)) {
    const lock = takeLock(lockFile)
    if (lock === null) {
      if (Date.now() > giveUpAt)
        fail(`another process has been making the database client for a minute; if none is, delete ${lockFile}.`)
      sleep(50)
      continue
    }
    try {
      if (!isCurrent(root, hash)) generate(root, hash, lockFile)
    } finally {
      closeSync(lock)
      rmSync(lockFile, { force: true })
    }
  }
}

function generate(root, hash, lockFile) {
  rmSync(stampFile(root), { force: true })
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [require.resolve('prisma/build/index.js'), 'generate'],
    { cwd: root, encoding: 'utf8' },
  )
  if (status !== 0) {
    rmSync(lockFile, { force: true })
    fail(`the database client could not be made:\n${stdout}${stderr}`)
  }
  writeFileSync(stampFile(root), hash)
}
