import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { SettingsReply } from '@/lib/settings/schema'

const settingsKeys = { all: ['settings'] as const, of: (fleet: Fleet) => [...settingsKeys.all, fleet] as const }

export const settingsQuery = (fleet: Fleet) =>
  queryOptions({
    queryKey: settingsKeys.of(fleet),
    queryFn: ({ signal }) => request(SettingsReply, paths.api.settings(fleet), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<SettingsReply>(),
  })
