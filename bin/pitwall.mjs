#!/usr/bin/env -S node --
// `--` keeps Node.js from taking `--env-file` for its own; it looks for that flag among all arguments.
// Runs the bundle of the command line while that is current; else prepares one (first-start.mjs). Works right after
// `npm ci`, before any build. What is imported here is loaded by every command: keep it little.
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { currentBundle } from './bundle-state.mjs'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `pitwall: Pitwall needs Node.js 20.19 or newer; this is ${process.versions.node}. Install a newer one from nodejs.org.\n`,
  )
  process.exit(1)
}

// Nothing leaves the machine unasked: neither Next.js nor Prisma may call home, here or in child processes.
process.env.NEXT_TELEMETRY_DISABLED = '1'
process.env.CHECKPOINT_DISABLE = '1'
process.env.PRISMA_HIDE_UPDATE_MESSAGE = '1'
process.env.PITWALL_ROOT = root

const bundle = currentBundle(root) ?? (await (await import('./first-start.mjs')).prepare(root))
await import(pathToFileURL(bundle).href)
