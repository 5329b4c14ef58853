import type { ListUsageEventsInput } from '@/lib/usage-events/schema'

interface EventColumn {
  id: string
  header: string
  sort?: ListUsageEventsInput['sort']
  numeric?: boolean
  className: string
  /** Where it stands, or not, in the two lines of a narrow screen. */
  narrow: string
}

const IF_WIDE = 'max-[1279px]:hidden'
const IF_MEDIUM = 'max-[1023px]:hidden'

const COLUMNS = [
  { id: 'at', header: 'Time, UTC', sort: 'newest', className: 'w-36', narrow: 'max-md:order-1' },
  { id: 'tokens', header: 'Tokens', sort: 'largest', numeric: true, className: 'w-26', narrow: 'max-md:order-2' },
  { id: 'cost', header: 'Cost', numeric: true, className: 'w-28', narrow: 'max-md:hidden' },
  { id: 'model', header: 'Model', className: 'w-44 pl-5', narrow: 'max-md:order-3 max-md:pl-0!' },
  { id: 'role', header: 'Role', className: `w-28 ${IF_WIDE}`, narrow: IF_WIDE },
  { id: 'of', header: 'Run or session', className: IF_MEDIUM, narrow: IF_MEDIUM },
  { id: 'place', header: 'Read from', className: 'w-64', narrow: 'max-md:order-5 max-md:col-span-2' },
] as const satisfies readonly EventColumn[]

export type EventColumnId = (typeof COLUMNS)[number]['id']
export const EVENT_COLUMNS: readonly (EventColumn & { id: EventColumnId })[] = COLUMNS
