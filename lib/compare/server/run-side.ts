import 'server-only'
import type { AlignablePart } from '@/lib/compare/align-parts'
import type { Db } from '@/lib/db/client'
import type { Job, Run } from '@/lib/db/generated/client'
import { type PhaseSpend, spendByPhase } from '@/lib/db/phase-spend'
import { type PhaseWithTier, phasesOfRun } from '@/lib/db/run-parts'
import { notFound } from '@/lib/errors'
import type { PhaseWire } from '@/lib/runs/schema'
import { toPhases } from '@/lib/runs/server/phase-wire'

const ATTEMPTS_MAX = 50_000

/** A phase as it is aligned, with its exact spend. */
export interface SidePhase extends AlignablePart {
  wire: PhaseWire
  position: number
  tokens: bigint | null
}

export interface RunSide {
  run: Run
  job: Job | null
  rows: PhaseWithTier[]
  phases: SidePhase[]
  /** Spend that belongs to none of the phases; null when it records no tokens, `absent` when there is none. */
  outside: bigint | null | 'absent'
  /** Events without tokens, or with a part of them. */
  incomplete: bigint
}

/** What the run spent in none of the phases. */
function outsideOf(spend: readonly PhaseSpend[], phases: readonly PhaseWithTier[]): RunSide['outside'] {
  const ids = new Set(phases.map(({ id }) => id))
  const rest = spend.filter(({ phaseId }) => phaseId === null || !ids.has(phaseId))
  if (rest.length === 0) return 'absent'
  return rest.reduce<bigint | null>((sum, { tokens }) => (tokens === null ? sum : (sum ?? 0n) + tokens), null)
}

/**
 * One run with what is compared of it, in a fixed number of statements.
 * @throws not_found
 */
export async function readSide(db: Db, id: string): Promise<RunSide> {
  const run = await db.run.findUnique({ where: { id } })
  if (!run) throw notFound('run', id)
  const [job, rows, attempts, spend] = await Promise.all([
    run.jobId === null ? null : db.job.findUnique({ where: { id: run.jobId } }),
    phasesOfRun(db, id),
    db.attempt.findMany({
      where: { runId: id },
      orderBy: [{ phaseId: 'asc' }, { index: 'asc' }],
      take: ATTEMPTS_MAX,
    }),
    spendByPhase(db, id),
  ])
  const usage = spend.flatMap(({ phaseId, ...rest }) => (phaseId === null ? [] : [{ ...rest, phaseId }]))
  const spentOf = new Map(usage.map(({ phaseId, tokens }) => [phaseId, tokens]))
  const wires = toPhases({ phases: rows, attempts, usage, doctor: [] })
  return {
    run,
    job,
    rows,
    phases: wires.map((wire, index) => ({
      nativeId: wire.nativeId,
      name: wire.name,
      type: wire.phaseType,
      position: index + 1,
      tokens: spentOf.get(wire.id) ?? null,
      wire,
    })),
    outside: outsideOf(spend, rows),
    incomplete: spend.reduce((sum, { incomplete }) => sum + BigInt(incomplete), 0n),
  }
}
