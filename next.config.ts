import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const root = path.dirname(fileURLToPath(import.meta.url))

// Nothing leaves the machine unasked: builds, servers and their children send no telemetry.
process.env['NEXT_TELEMETRY_DISABLED'] = '1'

const config: NextConfig = {
  // Several builds can stand side by side: tests never touch the operator's.
  distDir: process.env['PITWALL_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root },
  outputFileTracingRoot: root,
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
