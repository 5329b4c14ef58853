import 'server-only'
import type { ListCandidatesInput } from '@/lib/jobs/result-schema'
import type { Db } from './client'
import type { Candidate } from './generated/client'
import { DATA, filterOf, valuesOf } from './job-scope'
import { equals, keysetPage, readCursor, type SortOrder } from './keyset'
import { inList, type Statement } from './upsert'

const COLUMNS = [
  ...['id', 'nativeId', 'runId', 'parentId', 'index', 'generation', 'at', 'accepted', 'isBaseline', 'score'],
  ...['trainScore', 'heldoutScore', 'heldoutN', 'rolloutsSoFar', 'costPicoSoFar', 'secondsSoFar', 'flags', 'ref'],
] as const satisfies readonly (keyof Candidate)[]

export interface CandidateRow extends Pick<Candidate, (typeof COLUMNS)[number] | 'data' | 'text'> {
  dataIsCut: bigint | number
  /** Characters of the whole text. */
  chars: bigint | number | null
}

const id = { name: 'id', kind: 'text' } as const
/** A closed list: what a caller names picks a line here and never becomes SQL. */
const ORDER = {
  index: { columns: [{ name: 'index', kind: 'integer' }, id], direction: 'ASC', nullable: true },
  score: { columns: [{ name: 'score', kind: 'real' }, id], direction: 'DESC', nullable: true },
  heldout: { columns: [{ name: 'heldoutScore', kind: 'real' }, id], direction: 'DESC', nullable: true },
} as const satisfies Record<ListCandidatesInput['sort'], SortOrder>

const names = COLUMNS.map((name) => `"${name}"`).join(', ')

/** Candidates of a job, each with the beginning of its text. */
export async function candidatePage(db: Db, input: ListCandidatesInput) {
  const order: SortOrder = ORDER[input.sort]
  const where: Statement[] = [
    { sql: '"jobId" = ?', values: [input.id] },
    ...equals('"runId"', input.runId),
    ...equals('"accepted"', input.accepted),
  ]
  const [page, [count]] = await Promise.all([
    keysetPage<CandidateRow & Record<string, unknown>>(db, {
      select: `SELECT ${names}, ${DATA.join(', ')}, SUBSTR("text", 1, ?) AS "text", LENGTH("text") AS "chars" FROM "Candidate"`,
      selectValues: [input.textMax],
      where,
      order,
      after: readCursor(order, input.cursor),
      limit: input.limit,
    }),
    db.$queryRawUnsafe<{ rows: bigint }[]>(
      `SELECT COUNT(*) AS "rows" FROM "Candidate"${filterOf(where)}`,
      ...valuesOf(where),
    ),
  ])
  return { ...page, total: Number(count?.rows ?? 0) }
}

export type CandidateName = Pick<Candidate, 'id' | 'nativeId' | 'index'>

/** What other candidates are called, by id. */
export async function candidateNames(db: Db, ids: readonly string[]): Promise<Map<string, CandidateName>> {
  if (ids.length === 0) return new Map()
  const where = inList('id', ids)
  const rows = await db.$queryRawUnsafe<CandidateName[]>(
    `SELECT "id", "nativeId", "index" FROM "Candidate" WHERE ${where.sql}`,
    ...where.values,
  )
  return new Map(rows.map((row) => [row.id, row]))
}

/** Read for charts; an optimisation that tried more is cut, and says so. */
const POINTS_MAX = 50_000

/** The scores of all candidates of a job in the order they came, and how many there are. */
export async function candidateScores(db: Db, jobId: string) {
  const [rows, total] = await Promise.all([
    db.candidate.findMany({
      where: { jobId },
      select: {
        ...{ id: true, nativeId: true, runId: true, index: true, score: true, trainScore: true, heldoutScore: true },
        ...{ accepted: true, isBaseline: true, rolloutsSoFar: true, costPicoSoFar: true },
      },
      orderBy: [{ index: 'asc' }, { id: 'asc' }],
      take: POINTS_MAX,
    }),
    db.candidate.count({ where: { jobId } }),
  ])
  return { rows, total }
}
