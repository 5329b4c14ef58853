/** Which run and phase the lines of an executor log belong to. */

/** JSON-safe. */
export interface ContextState {
  run: string | null
  phase: string | null
  /** The lock names the run before the executor says that it begins. */
  locked: boolean
  phases: string[]
}

export interface Named {
  runKey: string | null
  phaseKey: string | null
}

const PHASES_MAX = 1_000
const READ_MAX = 2_000
const LOCKED =
  /^(?:\[LOCK\] )?(?:Acquired executor lock|Another executor is already running) for run_id=([^\s,()'"]{1,200})/
const BEGINS = /^Applying pre-emptive encoding fix/
const RUN = /^Initialized autonomous executor for run: (\S{1,200})/
const PHASE = /^(?:\[BUILD-\d{1,6}\] )?(?:Next|Executing) phase: (\S{1,200})/
const NO_PHASE = /^(?:Iteration \d{1,9}: Fetching run status|Autonomous execution loop finished|\[LOCK\] Released )/
const TAG = /^\[([^\]\s]{1,200})\]/
/** Modules have capitals in their names, phases mostly not. */
const LIKE_PHASE = /^[a-z0-9._]+(?:-[a-z0-9._]+)+$/
const IDS = /^\[[A-Z_]{2,40}\] run_id=(\S{1,200}) phase_id=(\S{1,200})/
const PHASE_NAMED =
  /^(?:Updated phase|Failed to update phase|Phase|\[AUTO-RESET\] Resetting) '?([^\s']{1,200})'? (?:status|finished|to QUEUED)/
/** Ids are letters, digits and a few marks; anything else in a URL is a template or a route. */
const URL_RUN = /\/runs\/([\w.@-]{1,200})(?:\/phases\/([\w.@-]{1,200}))?/
const ROUTES = new Set(['start', 'unknown'])

/** The run and phase that a line names, or that were named before it. */
export class ExecutorContext {
  private readonly state: ContextState

  constructor(state: ContextState | null) {
    this.state = state ?? { run: null, phase: null, locked: false, phases: [] }
  }

  toState = (): ContextState => ({ ...this.state, phases: [...this.state.phases] })

  /** Takes note of what a message says of runs and phases. @returns what the message itself belongs to */
  pass(message: string): Named {
    const head = message.slice(0, READ_MAX)
    this.follow(head)
    const ids = IDS.exec(head)
    const url = URL_RUN.exec(head)
    const tag = TAG.exec(head)?.[1]
    const tagged = tag !== undefined && (this.state.phases.includes(tag) || LIKE_PHASE.test(tag)) ? tag : null
    return {
      runKey: known(ids?.[1]) ?? known(url?.[1]) ?? this.state.run,
      phaseKey: tagged ?? known(ids?.[2]) ?? known(PHASE_NAMED.exec(head)?.[1]) ?? url?.[2] ?? this.state.phase,
    }
  }

  private follow(head: string): void {
    const { state } = this
    const locked = LOCKED.exec(head)?.[1]
    const run = known(locked ?? RUN.exec(head)?.[1]) ?? undefined
    const phase = PHASE.exec(head)?.[1]
    if (locked !== undefined) state.locked = true
    if (run !== undefined && run !== state.run) Object.assign(state, { run, phase: null })
    if (phase !== undefined) this.enter(phase)
    if (NO_PHASE.test(head)) state.phase = null
    if (!BEGINS.test(head)) return
    if (!state.locked) state.run = null
    Object.assign(state, { locked: false, phase: null })
  }

  private enter(phase: string): void {
    const { phases } = this.state
    this.state.phase = phase
    if (phases.includes(phase)) return
    phases.push(phase)
    if (phases.length > PHASES_MAX) phases.shift()
  }
}

const known = (id: string | undefined): string | null => {
  const key = id?.replace(/[.,;:]+$/, '') ?? ''
  return key === '' || ROUTES.has(key) ? null : key
}
