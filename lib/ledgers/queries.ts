import { queryOptions } from '@tanstack/react-query'
import { request } from '@/lib/http/api-client'
import { pollEvery } from '@/lib/http/polling'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { DoctorEstimates, ScopeLedgersWire } from './schema'

/** What narrows the ledgers of a window. */
export interface LedgerWindow {
  system: string | undefined
  project: string | undefined
  from: string
  to: string
  tz: string
}

export const jobLedgersQuery = (id: string, fleet: Fleet) =>
  queryOptions({
    queryKey: ['ledgers', fleet, 'job', id] as const,
    queryFn: ({ signal }) => request(ScopeLedgersWire, paths.api.jobPart(id, 'ledgers', fleet), { signal }),
    refetchInterval: pollEvery<ScopeLedgersWire>(),
  })

export const ledgersQuery = (window: LedgerWindow, fleet: Fleet) =>
  queryOptions({
    queryKey: ['ledgers', fleet, 'window', window] as const,
    queryFn: ({ signal }) => request(ScopeLedgersWire, paths.api.ledgers(fleet, { ...window }), { signal }),
    refetchInterval: pollEvery<ScopeLedgersWire>(),
  })

export const doctorEstimatesQuery = (window: LedgerWindow, fleet: Fleet) =>
  queryOptions({
    queryKey: ['ledgers', fleet, 'doctor-estimates', window] as const,
    queryFn: ({ signal }) => request(DoctorEstimates, paths.api.doctorEstimates(fleet, { ...window }), { signal }),
    refetchInterval: pollEvery<DoctorEstimates>(),
  })
