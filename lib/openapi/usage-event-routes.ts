import {
  DroppedCopyPage,
  ListDroppedCopiesInput,
  ListUsageEventsInput,
  RawEvent,
  RawEventInput,
  UsageEventDetail,
  UsageEventIdInput,
  UsageEventPage,
} from '@/lib/usage-events/schema'
import { contract } from './contract'

/** What stands behind each number of tokens: the single events, and the lines they were read from. */
export const USAGE_EVENT_ROUTES = {
  listUsageEvents: contract({
    method: 'GET',
    path: '/usage-events',
    summary: 'The usage events behind a number, newest or largest first, with the file and line of each',
    input: ListUsageEventsInput,
    output: UsageEventPage,
    csv: { list: 'items', file: 'usage-events' },
    dependsOn: 'rows',
  }),
  listDroppedCopies: contract({
    method: 'GET',
    path: '/usage-events/dropped',
    summary: 'What is written in the files and does not count, beside the responses that do, newest first',
    input: ListDroppedCopiesInput,
    output: DroppedCopyPage,
    csv: { list: 'items', file: 'dropped-copies' },
    dependsOn: 'rows',
  }),
  getUsageEvent: contract({
    method: 'GET',
    path: '/usage-events/{id}',
    summary: 'One usage event: its classes, its price rate by rate, its evidence and its copies',
    input: UsageEventIdInput,
    output: UsageEventDetail,
    dependsOn: 'rows',
  }),
  getRawUsageEvent: contract({
    method: 'GET',
    path: '/usage-events/{id}/raw',
    summary: 'The line, or the row, that a usage event or one of its copies was read from',
    input: RawEventInput,
    output: RawEvent,
    dependsOn: 'moment',
  }),
}
