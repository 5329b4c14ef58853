import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const root = fileURLToPath(new URL('.', import.meta.url))

export default defineConfig({
  resolve: { alias: { '@/': root, 'server-only': `${root}cli/server-only.ts` } },
  test: {
    include: ['{lib,app,components,cli,prisma,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    testTimeout: 30_000,
    hookTimeout: 60_000,
    setupFiles: ['lib/testing/setup.ts'],
    globalSetup: ['lib/testing/global-setup.ts'],
  },
})
