import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const root = path.dirname(fileURLToPath(import.meta.url))
// Installed from a package, the modules lie above the sources (cli/start/ensure-build.ts).
const modulesRoot = process.env['PITWALL_MODULES_ROOT'] ?? root

// Nothing leaves the machine unasked: builds, servers and their children send no telemetry.
process.env['NEXT_TELEMETRY_DISABLED'] = '1'

// Several builds can stand side by side: tests never touch the operator's.
const distDir = process.env['PITWALL_DIST_DIR'] ?? '.next'

/**
 * Next rewrites the tsconfig it is given: formatting, and a line for each build folder. It gets one of its own, so that
 * starting Pitwall leaves the checkout as it was.
 */
function ownTsconfig(): string {
  const folder = path.join(root, 'node_modules', '.cache', 'pitwall')
  const file = path.join(folder, `tsconfig.${distDir.replace(/[^\w.-]/g, '_')}.json`)
  const include = ['next-env.d.ts', '**/*.ts', '**/*.tsx', `${distDir}/types/**/*.ts`, `${distDir}/dev/types/**/*.ts`]
  const exclude = ['node_modules', 'data', 'e2e', 'bench', 'scripts', '**/*.test.ts', '**/*.test.tsx', 'lib/testing']
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    file,
    JSON.stringify({
      extends: path.relative(folder, path.join(root, 'tsconfig.json')),
      compilerOptions: {
        plugins: [{ name: 'next' }],
        incremental: false,
        paths: { '@/*': [`${path.relative(folder, root)}/*`] },
      },
      include: include.map((pattern) => path.join(path.relative(folder, root), pattern)),
      exclude: exclude.map((pattern) => path.join(path.relative(folder, root), pattern)),
    }),
  )
  return path.relative(root, file)
}

const config: NextConfig = {
  distDir,
  // `npm run verify` checks the types; who starts Pitwall does not wait for it again.
  typescript: { tsconfigPath: ownTsconfig(), ignoreBuildErrors: true },
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root: modulesRoot },
  outputFileTracingRoot: modulesRoot,
  serverExternalPackages: ['@prisma/adapter-libsql', '@libsql/client', 'libsql', '@prisma/schema-engine-wasm'],
  // The image endpoint would fetch and decode; Pitwall has no pictures to resize.
  images: { unoptimized: true },
  experimental: {
    // By default a build asks the npm registry whether a newer Next.js exists.
    agentUpgrade: false,
    // proxy.ts makes Next keep a copy of every body; the routes take 1 MB (lib/http/server/read-body.ts).
    proxyClientMaxBodySize: '2mb',
  },
}

export default config
