import { JobIdInput } from '@/lib/jobs/schema'
import { ledgerRows } from '@/lib/ledgers/ledger-rows'
import {
  DoctorEstimates,
  DoctorEstimatesInput,
  LedgerRow,
  LedgersInput,
  type LedgersWire,
  ScopeLedgersWire,
} from '@/lib/ledgers/schema'
import { contract } from './contract'

/** One row a ledger. */
export const LEDGERS_CSV = {
  file: 'ledgers',
  row: LedgerRow,
  rows: (reply: LedgersWire | ScopeLedgersWire) => ledgerRows(reply),
}

/** The doors of ledgers by name; that of a run stands among those of runs. */
export const LEDGER_ROUTES = {
  getJobLedgers: contract({
    method: 'GET',
    path: '/jobs/{id}/ledgers',
    summary: 'The four token ledgers of one job with the jobs below it, which are never added to one another',
    input: JobIdInput,
    output: ScopeLedgersWire,
    csv: LEDGERS_CSV,
    dependsOn: 'rows',
  }),
  getLedgers: contract({
    method: 'GET',
    path: '/ledgers',
    summary: 'The four token ledgers of everything, a project, a system or a window, which are never added together',
    input: LedgersInput,
    output: ScopeLedgersWire,
    csv: LEDGERS_CSV,
    dependsOn: 'rows',
  }),
  getDoctorEstimates: contract({
    method: 'GET',
    path: '/ledgers/doctor-estimates',
    summary: 'What skipped doctor calls were estimated at on each day, beside what real doctor calls used',
    input: DoctorEstimatesInput,
    output: DoctorEstimates,
    csv: { list: 'days', file: 'doctor-estimates' },
    dependsOn: 'rows',
  }),
} as const
