// What the first start has to do, and every start after a source has changed: make the database client when it is missing
// or older than the schema, and bundle the command line. Where no bundle can be kept, tsx runs the sources as they are.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureClient } from './database-client.mjs'

/** The file to import for the command line; TypeScript that Node.js can load, or a bundle. */
export async function prepare(root) {
  ensureClient(root)
  try {
    const { makeBundle } = await import('./bundle.mjs')
    return await makeBundle(root)
  } catch {
    // A tree that may not be written, or a source that does not compile, about which tsx has more to say.
    return transpiled(root)
  }
}

async function transpiled(root) {
  const [{ register }, { register: registerHooks }] = await Promise.all([import('tsx/esm/api'), import('node:module')])
  process.env.TSX_TSCONFIG_PATH = path.join(root, 'cli', 'tsconfig.json')
  register()
  registerHooks('./resolve-own.mjs', import.meta.url, { data: { root: pathToFileURL(`${root}/`).href } })
  return path.join(root, 'cli', 'main.ts')
}
