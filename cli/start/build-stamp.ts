import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

/** What the web build is made of, relative to the program. */
export const BUILD_SOURCES = [
  'app',
  'components',
  'lib',
  'prisma',
  'public',
  'package.json',
  'package-lock.json',
  'next.config.ts',
  'postcss.config.mjs',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
]
const NOT_BUILT = /(^lib\/db\/generated(\/|$))|(^lib\/db\/\.)|(^lib\/testing(\/|$))|\.test\.tsx?$/

/** Files below `root` that the build reads, sorted. */
export function buildSources(root: string): string[] {
  const found: string[] = []
  const visit = (name: string) => {
    const file = path.join(root, name)
    if (NOT_BUILT.test(name) || !existsSync(file)) return
    if (!statSync(file).isDirectory()) found.push(name)
    else for (const child of readdirSync(file)) visit(`${name}/${child}`)
  }
  for (const name of BUILD_SOURCES) visit(name)
  return found.sort()
}

/** A hash of names and contents: it changes with every source, and with nothing else. */
export function buildStamp(root: string): string {
  const hash = createHash('sha256')
  for (const name of buildSources(root)) {
    const bytes = readFileSync(path.join(root, name))
    hash.update(`${name}\0${bytes.length}\0`).update(bytes)
  }
  return hash.digest('hex')
}
