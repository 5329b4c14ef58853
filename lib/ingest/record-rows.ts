import 'server-only'
import type { Row } from '@/lib/db/upsert'
import type { CanonicalRecord, UsageRecord } from '@/lib/model/records'
import { approvalRow, eventRow, failureRow } from './event-rows'
import { candidateRow, jobRow, limitRow, resultRows } from './job-rows'
import { abResultRow, inRunRow, metricRow } from './metric-rows'
import { RowFacts } from './row-facts'
import { attemptRow, phaseRows, runRows, tierRow } from './run-rows'
import { entryRow, sessionLinkRow, sessionRow } from './session-rows'
import { type Counts, type Priced, usageColumns, usageRow } from './usage-rows'

export type { RowContext } from './row-facts'

/** Turns canonical records into table rows. */
export class RecordRows extends RowFacts {
  /** The tables and rows of one record; a run also gives its job and what it says of its state. */
  rowsOf(record: CanonicalRecord): [table: string, row: Row][] {
    switch (record.kind) {
      case 'run':
        return runRows(this, record)
      case 'phase':
        return phaseRows(this, record)
      case 'tier':
        return [['Tier', tierRow(this, record)]]
      case 'attempt':
        return [['Attempt', attemptRow(this, record)]]
      case 'session':
        return [['Session', sessionRow(this, record)]]
      case 'entry':
        return [['Entry', entryRow(this, record)]]
      case 'sessionLink':
        return [['SessionLink', sessionLinkRow(this, record)]]
      case 'usage':
        return [['UsageEvent', usageRow(this, record)]]
      case 'metric':
        return [['Metric', metricRow(this, record)]]
      case 'event':
        return [['Event', eventRow(this, record)]]
      case 'approval':
        return [['Approval', approvalRow(this, record)]]
      case 'failure':
        return [['Failure', failureRow(this, record)]]
      case 'phase6':
        return [['Phase6Metric', inRunRow(this, record, 'phase6_metrics')]]
      case 'tokenEfficiency':
        return [['TokenEfficiencyMetric', inRunRow(this, record, 'token_efficiency_metrics')]]
      case 'abResult':
        return [['ABTestResult', abResultRow(this, record)]]
      case 'job':
        return [['Job', jobRow(this, record)]]
      case 'candidate':
        return [['Candidate', candidateRow(this, record)]]
      case 'result':
        return resultRows(this, record)
      case 'limit':
        return [['SessionLimit', limitRow(this, record)]]
    }
  }

  usage(record: UsageRecord, contentHash?: string): Row {
    return usageRow(this, record, contentHash)
  }

  usageColumns(priced: Priced, counts: Counts): Row {
    return usageColumns(this, priced, counts)
  }
}
