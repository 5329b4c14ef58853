/** The InterLLM run that is alive: one works for about fifty minutes, and every hour the next begins. */
import { Random } from '@/lib/sample/random'
import { HOUR_MS, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'
import { InterllmRun } from '@/lib/sources/interllm/interllm-fixture'
import { runFiles } from './run-files'
import { noteOf, outputOf, SCENARIOS, scenarioAt, TODO_TEXT } from './scenario-list'

/** The first has been at work for a while when the sample is made. */
const HEAD_START = 19 * MINUTE_MS
const SLOT = HOUR_MS

/** What the program does next, and how many seconds after what it did before. */
interface Step {
  at: number
  wait: number
  act: (run: InterllmRun) => void
}

/** The files of live runs that something is written to after `from`, as they stand at `to`; times in milliseconds. */
export function liveRunFiles(seed: string, base: number, from: number, to: number): SampleFile[] {
  const slotAt = (ms: number) => Math.max(0, Math.floor((ms - base + HEAD_START) / SLOT))
  const files: SampleFile[] = []
  for (let slot = slotAt(from); slot <= slotAt(to); slot += 1) {
    const { startMs, steps } = planned(seed, base, slot)
    const done = (ms: number) => steps.filter(({ at }) => at <= ms).length
    if (done(to) > done(from)) files.push(...runFiles(played(startMs, steps.slice(0, done(to)))))
  }
  return files
}

function played(startMs: number, steps: readonly Step[]): InterllmRun {
  const run = new InterllmRun({ startMs })
  run.wrote('outputs/todo_scenarios.txt', TODO_TEXT)
  for (const { wait, act } of steps) act(run.wait(wait))
  return run
}

interface Plan {
  startMs: number
  steps: Step[]
}

let remembered: { seed: string; base: number; slot: number; plan: Plan } | null = null

/** Asked every second while the sample is served, so the plan of now is kept. */
function planned(seed: string, base: number, slot: number): Plan {
  if (remembered?.seed !== seed || remembered.base !== base || remembered.slot !== slot)
    remembered = { seed, base, slot, plan: planOf(seed, base - HEAD_START + slot * SLOT, slot) }
  return remembered.plan
}

function planOf(seed: string, beginsAt: number, slot: number): Plan {
  const random = new Random(`${seed} interllm live ${slot}`)
  // The program writes whole seconds.
  const startMs = Math.floor(beginsAt / 1_000) * 1_000
  const steps: Step[] = []
  let at = startMs
  const then = (wait: number, act: Step['act']) => {
    at += wait * 1_000
    steps.push({ at, wait, act })
  }
  then(0, () => undefined)
  for (const index of SCENARIOS.keys()) addScenario(then, index, random)
  then(5, (run) => run.exit(0).complete())
  return { startMs, steps }
}

/** One scenario takes about five minutes; the executor works on it in two turns. */
function addScenario(then: (wait: number, act: Step['act']) => void, index: number, random: Random): void {
  const path = outputOf(index)
  const [first, second] = [random.int(5_000, 8_000), random.int(6_000, 9_000)]
  const coordinator = { input: random.int(2_000, 2_800), output: random.int(200, 420) }
  then(random.int(10, 20), (run) => run.start(scenarioAt(index)))
  then(random.int(30, 60), (run) =>
    run.work({
      prompt: `Read the list and say what ${path} needs.`,
      sums: [first],
      commands: [{ command: 'cat outputs/todo_scenarios.txt', exitCode: 0, output: TODO_TEXT }],
      lastMessage: 'The note needs three steps.',
    }),
  )
  then(random.int(90, 130), (run) => {
    run.work({
      prompt: `Write the note to ${path}.`,
      sums: [second],
      patches: [{ path }],
      lastMessage: `Wrote ${path}.`,
    })
    run.wrote(path, noteOf(index))
  })
  then(random.int(60, 90), (run) => run.end('DONE', coordinator))
}
