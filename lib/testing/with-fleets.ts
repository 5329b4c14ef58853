import { onTestFinished } from 'vitest'
import { Fleets } from '@/lib/db/fleets'
import { testDb } from './test-db'

/** For one test, routes and verbs of this process see a fresh own database; there is no sample unless one is made. */
export async function withFleets() {
  const { db, url, folder } = await testDb()
  const sampleUrl = url.replace(/\.db$/, '-sample.db')
  const kept = globalThis as { pitwallFleets?: Fleets }
  const fleets = new Fleets({ urls: { own: url, sample: sampleUrl }, sampleEnabled: true })
  kept.pitwallFleets = fleets
  onTestFinished(async () => {
    delete kept.pitwallFleets
    await fleets.close()
  })
  return { db, url, sampleUrl, folder }
}
