import 'server-only'
import { type AlignedParts, alignParts } from '@/lib/compare/align-parts'
import { type Divergence, type DivergenceResult, firstDivergence } from '@/lib/compare/first-divergence'
import type { DivergentSideWire, TranscriptsWire } from '@/lib/compare/schema'
import { STEP_KINDS, WORD_KINDS } from '@/lib/compare/step-form'
import type { Db } from '@/lib/db/client'
import { recordOf } from '@/lib/http/stored-json'
import { contextOf } from './divergence-context'
import { readSteps, type StepSource } from './read-steps'

/** Sessions of one run that are looked at; more are not compared, and the counts say so. */
const SESSIONS_MAX = 500

interface ComparedSession extends StepSource {
  nativeId: string
  name: string
  type: string | null
}
type SessionPair = AlignedParts<ComparedSession>
type BothSides = SessionPair & { control: ComparedSession; treatment: ComparedSession }

export interface TranscriptSide {
  id: string
  /** What the source records of the run, as JSON. */
  data: string
}

/** Where the agent worked, as transcripts record it. */
function folderOf(data: string): string | null {
  const { cwd } = recordOf(data)
  return typeof cwd === 'string' ? cwd : null
}

/** Sessions with entries: those without a parent first, then by start. */
async function sessionsOf(db: Db, { id: runId, data }: TranscriptSide): Promise<ComparedSession[]> {
  const rows = await db.session.findMany({
    where: { runId, entriesCount: { gt: 0 } },
    select: { id: true, nativeId: true, parentId: true, role: true, agent: true, data: true },
    orderBy: [{ startedAt: 'asc' }, { id: 'asc' }],
    take: SESSIONS_MAX,
  })
  return rows
    .toSorted((a, b) => Number(a.parentId !== null) - Number(b.parentId !== null))
    .map((row) => ({
      id: row.id,
      folder: folderOf(row.data) ?? folderOf(data),
      nativeId: row.nativeId,
      // Names of sessions tell what they were about; what they are is their role.
      name: [row.role ?? 'session', row.agent ?? ''].join(' '),
      type: row.role,
    }))
}

const hasBoth = (pair: SessionPair): pair is BothSides => pair.control !== null && pair.treatment !== null

interface Found {
  matched: number
  compared: number
  at: { pair: BothSides; divergence: Divergence } | null
}

/** Walks the pairs of sessions up to the first that part. */
async function findFirst(db: Db, pairs: readonly BothSides[], kinds: readonly string[]): Promise<Found> {
  let matched = 0
  for (const [index, pair] of pairs.entries()) {
    const result: DivergenceResult = await firstDivergence(
      readSteps(db, pair.control, kinds),
      readSteps(db, pair.treatment, kinds),
    )
    matched += result.matched
    const { divergence } = result
    if (divergence) return { matched, compared: index + 1, at: { pair, divergence } }
  }
  return { matched, compared: pairs.length, at: null }
}

async function sideWire(db: Db, sessionId: string, side: Divergence['control']): Promise<DivergentSideWire> {
  return {
    sessionId,
    stepIndex: side.index,
    entryId: side.entryId,
    stepsApart: side.apart,
    meetsAt: side.meetsAt,
    context: await contextOf(db, sessionId, side.entryId),
  }
}

async function divergenceWire(db: Db, at: Found['at']): Promise<TranscriptsWire['divergence']> {
  if (at === null) return null
  const { pair, divergence } = at
  const [control, treatment] = await Promise.all([
    sideWire(db, pair.control.id, divergence.control),
    sideWire(db, pair.treatment.id, divergence.treatment),
  ])
  return { kind: divergence.kind, control, treatment }
}

/**
 * Where the transcripts of two runs part first. Sessions are paired by role and order; steps first, and where no step
 * differs what was said.
 */
export async function compareTranscripts(
  db: Db,
  control: TranscriptSide,
  treatment: TranscriptSide,
): Promise<TranscriptsWire> {
  const [left, right] = await Promise.all([sessionsOf(db, control), sessionsOf(db, treatment)])
  const all = alignParts(left, right)
  const pairs = all.filter(hasBoth)
  const counts = { control: left.length, treatment: right.length }
  if (left.length === 0 || right.length === 0) {
    return { state: 'none', sessions: { ...counts, compared: 0 }, matchedSteps: 0, divergence: null }
  }
  const steps = await findFirst(db, pairs, STEP_KINDS)
  const oneSided = pairs.length < all.length
  const words = steps.at === null && !oneSided ? await findFirst(db, pairs, WORD_KINDS) : null
  const said = words?.at ? { ...words.at, divergence: { ...words.at.divergence, kind: 'other_words' as const } } : null
  return {
    state: steps.at !== null ? 'part' : oneSided ? 'sessions' : said ? 'part' : 'same',
    sessions: { ...counts, compared: steps.compared },
    matchedSteps: steps.matched,
    divergence: await divergenceWire(db, steps.at ?? said),
  }
}
