import { onTestFinished } from 'vitest'
import { ASK_LIMITS, AskBackend, type AskLimits } from '@/lib/ingest/remote/ask-backend'
import type { BackendKey } from '@/lib/ingest/remote/backend-key'
import { connect, type Route } from '@/lib/ingest/remote/connection'

export const TEST_KEY = 'sk_test_0123456789'

const ROUTE: Route = { proxies: { http: '', https: '', none: '' }, authorities: [], allowPrivate: false }
const KEY: BackendKey = {
  value: TEST_KEY,
  foundIn: 'SYNTH_API_KEY',
  lookedAt: ['SYNTH_BACKEND_API_KEY', 'SYNTH_API_KEY'],
}

interface Asking {
  limits?: Partial<AskLimits>
  route?: Partial<Route>
  key?: BackendKey
  now?: () => Date
}

/** A backend is asked as a command does it, without pauses: how long they would be is in `pauses`. */
export function asking(base: string, { limits, route, key = KEY, now = () => new Date() }: Asking = {}) {
  const pauses: number[] = []
  const backend = new AskBackend({
    connection: connect(base, { ...ROUTE, ...route }),
    base,
    key,
    limits: { ...ASK_LIMITS, ...limits },
    now,
    sleep: async (ms) => void pauses.push(ms),
    onProgress: () => {},
  })
  onTestFinished(() => backend.close())
  const wordsOf = (path: string) =>
    backend.get(path).then(
      () => 'it was answered',
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    )
  return { backend, pauses, wordsOf }
}
