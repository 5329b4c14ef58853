import { queryOptions } from '@tanstack/react-query'
import { HealthWire } from '@/lib/health/schema'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'

export const healthQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: ['health', fleet] as const,
    queryFn: ({ signal }) => request(HealthWire, paths.api.health(fleet), { signal }),
    refetchInterval: pollEvery<HealthWire>(),
  })
