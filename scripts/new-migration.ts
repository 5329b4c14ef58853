// Writes prisma/migrations/<name>/migration.sql for what schema.prisma has and the migrations do not.
// Usage: npm run migration -- add_something
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pendingSql } from '@/prisma/migrate'
import { migrationNames } from '@/prisma/migration-state'

const title = process.argv[2]
if (!title || !/^[a-z0-9_]+$/.test(title)) {
  console.error('Name the migration in lower case: npm run migration -- add_something')
  process.exit(2)
}
const scratch = mkdtempSync(path.join(tmpdir(), 'pitwall-migration-'))
const sql = await pendingSql(`file:${path.join(scratch, 'scratch.db')}`)
rmSync(scratch, { recursive: true, force: true })
if (sql.trim() === '' || sql.includes('empty migration')) {
  console.log('The migrations already match schema.prisma.')
  process.exit(0)
}
const number = String(migrationNames().length + 1).padStart(4, '0')
const dir = path.join('prisma', 'migrations', `${number}_${title}`)
mkdirSync(dir, { recursive: true })
writeFileSync(path.join(dir, 'migration.sql'), sql)
console.log(`${dir}/migration.sql, ${sql.split('\n').length} lines`)
