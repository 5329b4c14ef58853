import 'server-only'
import type { Context } from '@/lib/context'
import { type ResultRow, resultPage } from '@/lib/db/job-results'
import { toCount, toCountOrNull, toMicroUsd, toUsageWire } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import type { ItemResultWire, ListResultsInput, ResultPage } from '@/lib/jobs/result-schema'
import { requireJob } from './require-job'
import { storedData } from './stored-data'

const RESULT_TEXT_MAX = 4_000

function toResult(row: ResultRow): ItemResultWire {
  return {
    id: row.id,
    item: row.itemKey,
    configuration: row.configuration,
    split: row.split,
    repeat: toCount(row.repeat),
    resolved: row.resolved,
    score: row.score,
    usage: toUsageWire(row, []),
    costMicroUsd: toMicroUsd(row.costPico),
    seconds: row.seconds,
    calls: toCountOrNull(row.calls),
    at: row.at,
    error: row.error,
    runId: row.runId,
    sessionId: row.sessionId,
    ...storedData(row),
    ref: row.ref,
  }
}

/** How each configuration of one job did on each item.
 * @throws not_found */
export async function listResults({ db }: Context, input: ListResultsInput): Promise<ResultPage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await resultPage(db, input)
  return { items: capTexts(rows.map(toResult), RESULT_TEXT_MAX), nextCursor, total }
}
