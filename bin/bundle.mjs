// Bundles the command line with esbuild into a folder of its own, in well under a second, and says what it was made of.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, stop } from 'esbuild'
import { cacheFolder, markOf, stateFile } from './bundle-state.mjs'

const require = createRequire(import.meta.url)
const MODULES = /[\\/]node_modules[\\/]/
/** What decides how the sources are bundled, beside the sources themselves. */
const RECIPE = ['bin/bundle.mjs', 'bin/bundle-state.mjs', 'cli/tsconfig.json', 'tsconfig.json', 'prisma/schema.prisma']
/** A process that still runs an older bundle may load a part of it late. */
const KEEP_OLD_MS = 3_600_000

/** @returns the file to import. @throws when the folder cannot be written or a source does not compile */
export async function makeBundle(root) {
  const cache = cacheFolder(root)
  const draft = path.join(cache, `draft-${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(draft, { recursive: true })
  try {
    const startedMs = Date.now()
    const { metafile } = await build(options(root, draft))
    const inputs = marks(root, metafile)
    const folder = `cli-${createHash('sha256')
      .update(JSON.stringify([root, inputs]))
      .digest('hex')
      .slice(0, 16)}`
    moveInto(draft, path.join(cache, folder))
    // A source that was written while it was read may be in the bundle half: the next start looks again.
    if (newest(root, inputs) < startedMs) publish(root, { root, folder, inputs })
    removeOld(cache, folder)
    return path.join(cache, folder, 'main.js')
  } finally {
    rmSync(draft, { recursive: true, force: true })
    await stop()
  }
}

const options = (root, outdir) => ({
  absWorkingDir: root,
  entryPoints: [path.join(root, 'cli', 'main.ts')],
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  tsconfig: path.join(root, 'cli', 'tsconfig.json'),
  metafile: true,
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'silent',
  // It loads a native library from beside itself.
  external: ['libsql'],
  plugins: [ownSources(root), leanPackages(outdir)],
  banner: {
    js: `import { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)`,
  },
})

/** Our own files: `@/…` wherever the program is installed, their place on disk, and of zod only what is used. */
function ownSources(root) {
  return {
    name: 'own-sources',
    setup({ onLoad, onResolve, resolve }) {
      // Below node_modules, paths of a tsconfig do not hold.
      onResolve({ filter: /^@\// }, ({ path: name, kind }) => resolve(`./${name.slice(2)}`, { resolveDir: root, kind }))
      onResolve({ filter: /^server-only$/ }, () => ({ path: path.join(root, 'cli', 'server-only.ts') }))
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        if (MODULES.test(path.relative(root, file))) return null
        const text = readFileSync(file, 'utf8')
          .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(file).href))
          // Of a namespace, unused parts can be left out; of an object that holds everything, they cannot.
          .replace("import { z } from 'zod'", "import * as z from 'zod'")
        return { contents: text, loader: 'ts' }
      })
    },
  }
}

/** Packages of which a part is never used here, or that can be had in a quicker form. */
function leanPackages(outdir) {
  return {
    name: 'lean-packages',
    setup({ onLoad, onResolve, resolve }) {
      // Four megabytes of text to parse and decode become a file to read; the client takes bytes as well as text.
      onLoad({ filter: /query_compiler_\w+\.sqlite\.wasm-base64\.mjs$/ }, async ({ path: file }) => {
        const { wasm } = await import(pathToFileURL(file).href)
        writeFileSync(path.join(outdir, 'query-compiler.wasm'), Buffer.from(wasm, 'base64'))
        const contents = `import { readFileSync } from 'node:fs'
export const wasm = readFileSync(new URL('./query-compiler.wasm', import.meta.url))`
        return { contents, loader: 'js' }
      })
      // Databases are files: the clients for HTTP and WebSockets stay out.
      onResolve({ filter: /^@libsql\/client$/ }, ({ resolveDir, kind }) =>
        resolve('@libsql/client/sqlite3', { resolveDir, kind }),
      )
    },
  }
}

/** Path and mark of everything that went in; of a package its package.json, which no update leaves as it is. */
function marks(root, { inputs }) {
  const files = new Set(RECIPE)
  for (const name of Object.keys(inputs)) {
    const file = path.relative(root, path.resolve(root, name))
    files.add(MODULES.test(`${path.sep}${file}`) ? packageFile(file) : file)
  }
  for (const name of ['esbuild', 'prisma']) files.add(path.relative(root, require.resolve(`${name}/package.json`)))
  return [...files].sort().map((file) => [file, markOf(path.join(root, file))])
}

function packageFile(file) {
  const parts = file.split(path.sep)
  const at = parts.lastIndexOf('node_modules') + 1
  return path.join(...parts.slice(0, at + (parts[at]?.startsWith('@') ? 2 : 1)), 'package.json')
}

const newest = (root, inputs) =>
  Math.max(...inputs.map(([file]) => statSync(path.join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0))

/** Whoever comes second finds the same bundle in place. */
function moveInto(draft, folder) {
  try {
    renameSync(draft, folder)
  } catch (error) {
    if (!existsSync(path.join(folder, 'main.js'))) throw error
  }
}

function publish(root, state) {
  const draft = `${stateFile(root)}.${process.pid}`
  writeFileSync(draft, JSON.stringify(state))
  renameSync(draft, stateFile(root))
}

function removeOld(cache, current) {
  for (const name of readdirSync(cache)) {
    const folder = path.join(cache, name)
    const age = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
    if (/^(cli|draft)-/.test(name) && name !== current && age > KEEP_OLD_MS)
      rmSync(folder, { recursive: true, force: true })
  }
}
