import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { crashesInARow, restartDelay } from './backoff'

const KILL_AFTER_MS = 10_000

/** One process to keep alive. */
export interface ChildPlan {
  name: string
  command: string
  args: readonly string[]
  env: NodeJS.ProcessEnv
  /** What it prints to stdout is passed on too. */
  verbose?: boolean
}

interface Kept {
  plan: ChildPlan
  process: ChildProcess | null
  crashes: number
  timer: NodeJS.Timeout | null
}

/**
 * Keeps child processes running: one that ends is started again, later each time. Each leads a process group of its
 * own, so that a Ctrl-C in the terminal reaches only the supervisor, and stopping reaches all that a child started.
 * Their stdin is a pipe that ends with the supervisor (bin/end-with-parent.mjs).
 */
export class Supervisor {
  private readonly kept: Kept[]
  private stopping: Promise<void> | null = null

  constructor(
    plans: readonly ChildPlan[],
    private readonly log: (line: string) => void,
  ) {
    this.kept = plans.map((plan) => ({ plan, process: null, crashes: 0, timer: null }))
  }

  start(): void {
    for (const one of this.kept) this.launch(one)
  }

  private launch(one: Kept): void {
    const { name, command, args, env, verbose } = one.plan
    const startedMs = performance.now()
    const child = spawn(command, args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
    one.process = child
    child.stdin.on('error', () => {})
    createInterface({ input: child.stdout }).on('line', (line) => verbose && this.log(`${name}: ${line}`))
    createInterface({ input: child.stderr }).on('line', (line) => this.log(`${name}: ${line}`))
    child.on('error', (error) => this.log(`${name} could not be started: ${error.message}`))
    child.on('close', (code, signal) => {
      one.process = null
      if (this.stopping) return
      one.crashes = crashesInARow(one.crashes, performance.now() - startedMs)
      const delay = restartDelay(one.crashes)
      this.log(`${name} ended (${signal ?? `code ${code}`}); it is started again in ${delay / 1_000} s`)
      one.timer = setTimeout(() => this.launch(one), delay)
    })
  }

  /** Asks all to end and waits; after ten seconds, or at once with `force`, they are killed. */
  stop(): Promise<void> {
    this.stopping ??= Promise.all(this.kept.map((one) => this.end(one))).then(() => {})
    return this.stopping
  }

  killNow(): void {
    for (const { process: child } of this.kept) signalGroup(child, 'SIGKILL')
  }

  private end(one: Kept): Promise<void> {
    if (one.timer) clearTimeout(one.timer)
    const child = one.process
    if (!child) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.log(`${one.plan.name} did not stop in ${KILL_AFTER_MS / 1_000} s and is killed`)
        signalGroup(child, 'SIGKILL')
      }, KILL_AFTER_MS)
      child.once('close', () => {
        clearTimeout(timer)
        signalGroup(child, 'SIGKILL') // whatever it may have left behind in its group
        resolve()
      })
      signalGroup(child, 'SIGTERM')
    })
  }
}

function signalGroup(child: ChildProcess | null, signal: NodeJS.Signals): void {
  if (child?.pid === undefined) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // The group is gone already.
  }
}
