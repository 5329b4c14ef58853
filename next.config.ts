import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { NextConfig } from 'next'

const root = path.dirname(fileURLToPath(import.meta.url))

const config: NextConfig = {
  // Several builds can stand side by side: tests never touch the operator's.
  distDir: process.env['PITWALL_DIST_DIR'] ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root },
  outputFileTracingRoot: root,
  serverExternalPackages: ['@prisma/adapter-libsql', '@libsql/client', 'libsql', '@prisma/schema-engine-wasm'],
  experimental: { useCache: false },
}

export default config
