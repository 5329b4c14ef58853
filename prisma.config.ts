import { defineConfig } from 'prisma/config'

// `prisma generate` never runs the schema engine, but the command insists on finding one and would
// download it. Naming any executable is enough; migrations use the WebAssembly engine (prisma/migrate.ts).
if (process.argv.includes('generate')) process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({ schema: 'prisma/schema.prisma', migrations: { path: 'prisma/migrations' } })
