import { environmentManager, QueryClient } from '@tanstack/react-query'
import { liveSwitch } from '@/lib/live/live-switch'

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Rows that the server has just drawn are not asked for again on mount.
        staleTime: 4_000,
        // Polling is the retry, with its own back-off; a second one below it would hide failures.
        retry: false,
        refetchOnWindowFocus: () => !liveSwitch.isPaused(),
        // The server is on this machine: "offline" says nothing about it.
        networkMode: 'always',
      },
      mutations: { networkMode: 'always' },
    },
  })
}

let inBrowser: QueryClient | undefined

/** One cache a request on the server, one cache a tab in the browser. */
export function getQueryClient(): QueryClient {
  if (environmentManager.isServer()) return makeQueryClient()
  inBrowser ??= makeQueryClient()
  return inBrowser
}
