import { describe, expect, it } from 'vitest'
import { closeDb, openDb } from '@/lib/db/client'
import { setFlags } from '@/lib/env'
import { HealthWire } from '@/lib/health/schema'
import { SettingsReply } from '@/lib/settings/schema'
import { getSettings } from '@/lib/settings/server/get-settings'
import { makeUsage, rollUp } from '@/lib/testing/make-rows'
import { testDb } from '@/lib/testing/test-db'
import { migrationNames } from '@/prisma/migration-state'
import { getHealth } from './get-health'

const now = new Date('2026-01-03T00:00:10.000Z')

describe('getHealth', () => {
  it('names one database the same for every server on it, and says what ingest left undone', async () => {
    const { db, url } = await testDb()
    setFlags({ values: { db: url } })
    await makeUsage(db, 'autopack:r')
    await rollUp(db)
    const other = await openDb(url)
    const health = await getHealth({ db, fleet: 'own', now })
    const again = await getHealth({ db: other, fleet: 'own', now })
    await closeDb(other)
    expect(HealthWire.parse(health)).toEqual(health)
    expect(again.database.identity).toBe(health.database.identity)
    expect(health).toMatchObject({
      status: 'degraded',
      reasons: ['No ingest worker is running: imports wait'],
      defaultFleet: 'own',
      database: {
        kind: 'sqlite',
        identity: expect.stringMatching(/^[0-9a-f]{12}$/),
        migration: migrationNames().at(-1),
      },
      ingest: { lagSeconds: null, rejected: 0, unparsed: 0, unpriced: 1, worker: { alive: false, pid: null } },
    })
    expect(health.database.sizeBytes).toBeGreaterThan(0)
  })

  it('measures the lag of what waits longest', async () => {
    const { db, url } = await testDb()
    setFlags({ values: { db: url } })
    const source = { state: 'watching', addedAt: '2026-01-01T00:00:00.000Z' }
    await db.source.create({ data: { id: 'a', path: '/a', checkedAt: '2026-01-03T00:00:05.000Z', ...source } })
    await db.source.create({ data: { id: 'b', path: '/b', checkedAt: '2026-01-03T00:00:00.000Z', ...source } })
    expect((await getHealth({ db, fleet: 'own', now })).ingest.lagSeconds).toBe(10)
  })
})

describe('getSettings', () => {
  it('shows prices, values with their origin, and switches', async () => {
    const { db, url } = await testDb()
    setFlags({ values: { db: url } })
    const settings = await getSettings({ db, fleet: 'own', now })
    expect(SettingsReply.parse(settings)).toEqual(settings)
    expect(settings.prices.models).toBeGreaterThan(100)
    expect(settings.prices.importedAt).toBeNull()
    expect(settings.values.find(({ name }) => name === 'db')).toMatchObject({ value: url, source: 'flag' })
    expect(settings.killSwitches.map(({ name }) => name)).toContain('http_import')
  })
})
