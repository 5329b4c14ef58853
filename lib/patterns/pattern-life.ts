import { type IgnoreLimit, type PatternMove, type PatternState, refusalOf } from './pattern-states'

/** One failure of the pattern. */
export interface Occurrence {
  id: string
  at: string
  /** Null where no run is known. */
  runId: string | null
}

/** A run that is over and could have met the failure: same system and project, the phase type or command of it. */
export interface ExposableRun {
  id: string
  endedAt: string
  /** Of the code it ran; null when it was not recorded. */
  commit: string | null
}

export interface LifeFacts {
  /** By time. */
  occurrences: readonly Occurrence[]
  /** By time of their end. */
  runs: readonly ExposableRun[]
  /** By time, then in the order in which they were made. */
  moves: readonly PatternMove[]
  /** Commits of runs that are not over, too. */
  commitOf: (runId: string) => string | null
  /** Whether code of a commit has the fix; null when that cannot be told. */
  contains: (commit: string, fix: string) => boolean | null
  now: string
  /** Exposed runs without an occurrence after which a fix counts as verified. */
  verifyAfter?: number
}

/** One change of state with what decided. */
export interface LifeChange {
  at: string
  from: PatternState | null
  to: PatternState
  by: 'system' | 'operator'
  /** `commit`, `time`: how it was told that a run had the fix. */
  basis: 'first_seen' | 'operator' | 'commit' | 'time' | 'limit' | 'undo'
  moveId: string | null
  /** The occurrence that decided. */
  occurrenceId: string | null
}

export interface PatternLife {
  /** Null: it never occurred. */
  state: PatternState | null
  since: string | null
  history: LifeChange[]
  /** Runs without it since the fix that counts; null when none does. */
  exposed: number | null
  /** Occurrences since the fix in runs whose code did not have it. */
  oldCode: number
  /** How long it stays ignored; null when it is not, or for good. */
  ignoredUntil: IgnoreLimit
  /** Moves that the evidence known by now does not allow. They change nothing, and say why. */
  refused: { moveId: string; reason: string }[]
}

export const VERIFY_AFTER = 20
const DAY_MS = 86_400_000

interface Fix {
  at: string
  commit: string | null
  exposed: number
  byCommit: boolean
}

interface Ignored {
  limit: IgnoreLimit
  before: PatternState
  /** Times of occurrences since, as far as the limit needs them. */
  seen: number[]
  count: number
}

/** All that a change may change, and an undo restores. */
interface Standing {
  state: PatternState | null
  fix: Fix | null
  ignored: Ignored | null
}

/**
 * The state of a pattern on any day is a function of what happened until then, in the order in which it happened: an event
 * that arrives late changes the history, never the order of arrival. At equal times evidence comes before what an operator
 * did, who saw it.
 */
export function patternLife(facts: LifeFacts): PatternLife {
  const life = new Life(facts)
  for (const { at, step } of timeline(facts)) life.go(at, step)
  life.passTime(facts.now)
  return life.told()
}

type Step = { occurrence: Occurrence } | { run: ExposableRun } | { move: PatternMove }

/** Everything up to now by time; evidence before moves of the same moment. */
function* timeline({ occurrences, runs, moves, now }: LifeFacts): Generator<{ at: string; step: Step }> {
  let [o, r, m] = [0, 0, 0]
  for (;;) {
    const [occurrence, run, move] = [occurrences[o], runs[r], moves[m]]
    const at = [occurrence?.at, run?.endedAt, move?.at].filter((time) => time !== undefined).sort()[0]
    if (at === undefined || at > now) return
    if (occurrence?.at === at) {
      o += 1
      yield { at, step: { occurrence } }
    } else if (run?.endedAt === at) {
      r += 1
      yield { at, step: { run } }
    } else if (move) {
      m += 1
      yield { at, step: { move } }
    }
  }
}

class Life {
  private standing: Standing = { state: null, fix: null, ignored: null }
  /** What stood before each change that is not undone. */
  private readonly before: Standing[] = []
  private readonly history: LifeChange[] = []
  private readonly refused: PatternLife['refused'] = []
  /** Runs that met it at any time: none of them is a run without it. */
  private readonly met: ReadonlySet<string | null>
  private oldCode = 0

  constructor(private readonly facts: LifeFacts) {
    this.met = new Set(facts.occurrences.map(({ runId }) => runId))
  }

  go(at: string, step: Step): void {
    this.passTime(at)
    if ('occurrence' in step) this.occur(step.occurrence)
    else if ('run' in step) this.end(step.run)
    else this.move(step.move)
  }

  told(): PatternLife {
    const { state, fix, ignored } = this.standing
    return {
      ...{ state, since: this.history.at(-1)?.at ?? null, history: this.history, exposed: fix?.exposed ?? null },
      ...{ oldCode: this.oldCode, ignoredUntil: ignored?.limit ?? null, refused: this.refused },
    }
  }

  /** What was ignored until a time comes back at that time. */
  passTime(now: string): void {
    const { ignored } = this.standing
    if (ignored?.limit && 'at' in ignored.limit && ignored.limit.at <= now)
      this.change(ignored.limit.at, ignored.before, { basis: 'limit', ignored: null })
  }

  private occur(occurrence: Occurrence): void {
    const { at, id: occurrenceId } = occurrence
    const { state, ignored } = this.standing
    if (state === null) {
      this.change(at, 'new', { basis: 'first_seen', occurrenceId })
      return
    }
    if (ignored && passes(ignored, at)) this.change(at, ignored.before, { basis: 'limit', ignored: null, occurrenceId })
    this.judge(occurrence, at)
  }

  /** An occurrence where the fix was is a regression; on code without the fix it says nothing about it. */
  private judge({ id: occurrenceId, runId, at: seenAt }: Occurrence, at: string): void {
    const { state, fix } = this.standing
    if (!fix || (state !== 'fix_merged' && state !== 'verified') || seenAt <= fix.at) return
    const has = this.hasFix(runId === null ? null : this.facts.commitOf(runId), fix)
    if (has === false) this.oldCode += 1
    else this.change(at, 'regressed', { basis: has === null ? 'time' : 'commit', occurrenceId })
  }

  private end(run: ExposableRun): void {
    const { state, fix } = this.standing
    if (!fix || state !== 'fix_merged') return
    this.count(run, fix, run.endedAt)
  }

  /** One run more without it. */
  private count(run: ExposableRun, fix: Fix, at: string): void {
    if (run.endedAt <= fix.at || this.met.has(run.id)) return
    const has = this.hasFix(run.commit, fix)
    if (has === false) return
    fix.exposed += 1
    fix.byCommit &&= has === true
    if (fix.exposed >= (this.facts.verifyAfter ?? VERIFY_AFTER))
      this.change(at, 'verified', { basis: fix.byCommit ? 'commit' : 'time' })
  }

  private hasFix(commit: string | null, fix: Fix): boolean | null {
    return commit === null || fix.commit === null ? null : this.facts.contains(commit, fix.commit)
  }

  private move(move: PatternMove): void {
    const [first] = this.facts.occurrences
    // Told before the first occurrence that is known by now: somebody saw it, its evidence is lost or its clock runs ahead.
    if (this.standing.state === null && first)
      this.change(move.at, 'new', { basis: 'first_seen', occurrenceId: first.id })
    const { state } = this.standing
    const reason = state === null ? 'it had not occurred yet' : refusalOf(state, move.to, this.before.length > 1)
    if (reason !== null || state === null) this.refused.push({ moveId: move.id, reason: reason ?? '' })
    else this.make(move, state)
  }

  private make(move: PatternMove, state: PatternState): void {
    const { at, id: moveId } = move
    const by = { basis: 'operator', moveId } as const
    if (move.to === 'undo') this.undo(at, moveId)
    else if (move.to === 'unignored') this.change(at, this.standing.ignored?.before ?? 'new', { ...by, ignored: null })
    else if (move.to === 'ignored')
      this.change(at, 'ignored', { ...by, ignored: { limit: move.until, before: state, seen: [], count: 0 } })
    else if (move.to === 'fix_merged') {
      const fix = { at: move.fixAt ?? at, commit: move.fixCommit, exposed: 0, byCommit: true }
      this.change(at, 'fix_merged', { ...by, fix })
      this.lookBack(fix, at)
    } else this.change(at, move.to, by)
  }

  /** A fix that went live before it was told: what happened in between counts, too. */
  private lookBack(fix: Fix, at: string): void {
    if (fix.at >= at) return
    const { occurrences, runs } = this.facts
    for (const one of occurrences) if (one.at > fix.at && one.at <= at) this.judge(one, at)
    for (const run of runs) {
      if (this.standing.state !== 'fix_merged' || run.endedAt > at) return
      this.count(run, this.standing.fix ?? fix, at)
    }
  }

  private undo(at: string, moveId: string): void {
    const undone = this.standing.state
    const standing = this.before.pop()
    if (!standing || standing.state === null) return
    // What was verified and doubted needs as many runs again.
    const fix = standing.fix && undone === 'verified' ? { ...standing.fix, exposed: 0, byCommit: true } : standing.fix
    this.history.push({
      ...{ at, from: undone, to: standing.state, by: 'operator', basis: 'undo', moveId, occurrenceId: null },
    })
    this.standing = { ...standing, fix }
  }

  private change(
    at: string,
    to: PatternState,
    how: Partial<Standing> & Pick<LifeChange, 'basis'> & Partial<Pick<LifeChange, 'moveId' | 'occurrenceId'>>,
  ): void {
    const { basis, moveId = null, occurrenceId = null } = how
    const { state: from, fix, ignored } = this.standing
    this.before.push({
      state: from,
      fix: fix && { ...fix },
      ignored: ignored && { ...ignored, seen: [...ignored.seen] },
    })
    this.history.push({ at, from, to, by: moveId === null ? 'system' : 'operator', basis, moveId, occurrenceId })
    this.standing = {
      state: to,
      fix: how.fix === undefined ? fix : how.fix,
      ignored: how.ignored === undefined ? ignored : how.ignored,
    }
  }
}

/** Whether an occurrence is one more than was to be ignored. */
function passes(ignored: Ignored, at: string): boolean {
  const { limit } = ignored
  ignored.count += 1
  if (limit === null || 'at' in limit) return false
  if ('count' in limit) return ignored.count > limit.count
  const time = Date.parse(at)
  ignored.seen = [...ignored.seen.filter((each) => each > time - DAY_MS), time].slice(-limit.perDay - 1)
  return ignored.seen.length > limit.perDay
}
