import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { DROPPED_LIST, EVENT_LIST } from './filters'
import {
  DroppedCopyPage,
  type ListDroppedCopiesInput,
  type ListUsageEventsInput,
  RawEvent,
  UsageEventDetail,
  UsageEventPage,
} from './schema'

export const eventListQuery = (filters: ListUsageEventsInput, fleet: Fleet) =>
  queryOptions({
    queryKey: ['usage-events', fleet, 'list', EVENT_LIST.query(filters)] as const,
    queryFn: ({ signal }) =>
      request(UsageEventPage, paths.api.usageEvents(fleet, EVENT_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<UsageEventPage>(),
  })

export const droppedListQuery = (filters: ListDroppedCopiesInput, fleet: Fleet) =>
  queryOptions({
    queryKey: ['usage-events', fleet, 'dropped', DROPPED_LIST.query(filters)] as const,
    queryFn: ({ signal }) =>
      request(DroppedCopyPage, paths.api.droppedCopies(fleet, DROPPED_LIST.query(filters)), { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: pollEvery<DroppedCopyPage>(),
  })

export const eventDetailQuery = (id: string, fleet: Fleet) =>
  queryOptions({
    queryKey: ['usage-events', fleet, 'event', id] as const,
    queryFn: ({ signal }) => request(UsageEventDetail, paths.api.usageEvent(id, fleet), { signal }),
    refetchInterval: pollEvery<UsageEventDetail>(),
  })

/** The record behind an event, or behind one line of one of its copies. */
export const rawEventQuery = (id: string, fleet: Fleet, place: { copy?: string; line?: number } = {}) =>
  queryOptions({
    queryKey: ['usage-events', fleet, 'raw', id, place] as const,
    queryFn: ({ signal }) => request(RawEvent, paths.api.rawUsageEvent(id, fleet, place), { signal }),
    meta: { aside: true },
  })
