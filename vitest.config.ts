import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { configDefaults, defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))
const FOLDERS = ['lib', 'app', 'components', 'cli', 'prisma', 'scripts']

/** Tests that put other modules in the place of ours: what they load must be nobody else's. */
const replacing = FOLDERS.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.test\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => /\bvi\.(mock|doMock|resetModules)\b/.test(readFileSync(path.join(root, file), 'utf8'))),
)

export default defineConfig({
  resolve: { alias: { '@/': root, 'server-only': `${root}cli/server-only.ts` } },
  test: {
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['lib/testing/setup.ts'],
    globalSetup: ['lib/testing/global-setup.ts'],
    unstubEnvs: true,
    unstubGlobals: true,
    projects: [
      {
        extends: true,
        test: {
          name: 'shared',
          include: [`{${FOLDERS.join(',')}}/**/*.test.{ts,tsx}`],
          exclude: [...configDefaults.exclude, ...replacing],
          // Loading the modules anew for each of hundreds of files took as long as the tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'replacing', include: replacing } },
    ],
  },
})
