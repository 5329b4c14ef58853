import 'server-only'
import type { Context } from '@/lib/context'
import { type CandidateName, type CandidateRow, candidateNames, candidatePage } from '@/lib/db/job-candidates'
import { toCountOrNull, toMicroUsd } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import type { CandidatePage, CandidateWire, ListCandidatesInput } from '@/lib/jobs/result-schema'
import { requireJob } from './require-job'
import { storedData } from './stored-data'

const DATA_TEXT_MAX = 4_000

function toCandidate(row: CandidateRow, names: ReadonlyMap<string, CandidateName>): CandidateWire {
  const parent = row.parentId === null ? null : names.get(row.parentId)
  const { data, flags } = storedData(row)
  return {
    id: row.id,
    nativeId: row.nativeId,
    runId: row.runId,
    index: toCountOrNull(row.index),
    generation: toCountOrNull(row.generation),
    parent:
      row.parentId === null
        ? null
        : { id: row.parentId, nativeId: parent?.nativeId ?? null, index: toCountOrNull(parent?.index ?? null) },
    at: row.at,
    accepted: row.accepted,
    isBaseline: row.isBaseline,
    score: row.score,
    trainScore: row.trainScore,
    heldoutScore: row.heldoutScore,
    heldoutN: toCountOrNull(row.heldoutN),
    rolloutsSoFar: toCountOrNull(row.rolloutsSoFar),
    costMicroUsdSoFar: toMicroUsd(row.costPicoSoFar),
    secondsSoFar: row.secondsSoFar,
    text: row.text,
    textChars: toCountOrNull(row.chars),
    data: capTexts(data, DATA_TEXT_MAX),
    flags,
    ref: row.ref,
  }
}

/** Candidates of one job, each with the beginning of its text.
 * @throws not_found */
export async function listCandidates({ db }: Context, input: ListCandidatesInput): Promise<CandidatePage> {
  await requireJob(db, input.id)
  const { rows, nextCursor, total } = await candidatePage(db, input)
  const names = await candidateNames(db, [...new Set(rows.flatMap(({ parentId }) => parentId ?? []))])
  return { items: rows.map((row) => toCandidate(row, names)), nextCursor, total }
}
