/** Stories of more than one file, and the long one. */
import { forkOf } from './claude-agents'
import { compact } from './claude-marks'
import { PROJECTS, TASKS } from './coding-tasks'
import { doTask, workOn } from './do-task'
import type { Telling } from './telling'

const DAY = 86_400_000
const LONG_STEPS = 510
const COMPACT_EVERY = 150

/**
 * A fork: the second session begins with the records of the first, and both go on. And a resume as older versions did
 * it: a new file with the old records, to which the first adds nothing.
 */
export function forked(telling: Telling): void {
  const task = TASKS.search
  const origin = telling.begin('fork, origin', 6.1, {
    version: '2.1.219',
    model: 'claude-opus-5',
    cwd: PROJECTS.parcel.cwd,
    branch: 'feat/search-fuzzy',
    cache: '1h',
  })
  doTask(origin, { ...task, prompt: 'Let the search also forgive one wrong character.' })
  const fork = forkOf(origin, { seed: `${telling.seed} fork`, startedAt: Math.floor(telling.now - 5.8 * DAY) })
  fork.prompt('Try it with trigrams instead, and compare the times.')
  for (let step = 0; step < 8; step += 1) workOn(fork, step)
  fork.respond({ text: 'Trigrams are 4 times faster on a million parcels, but need an index of 90 MB.' })
  origin.wait(0.5 * DAY)
  origin.prompt('Keep the simple one for now. Update the changelog.')
  workOn(origin, 2)
  origin.respond({ text: 'The changelog has a line for it.' })
  telling.keep(origin, fork)
}

export function resumed(telling: Telling): void {
  const first = telling.begin('resume, first', 9.8, {
    version: '2.0.60',
    model: 'claude-sonnet-4-5-20250929',
    cwd: PROJECTS.ledger.cwd,
    branch: 'docs/loading',
  })
  doTask(first, { ...TASKS.currency, prompt: 'Where is rounding documented? If nowhere, write it down.' })
  const second = forkOf(first, { seed: `${telling.seed} resume`, startedAt: Math.floor(telling.now - 9.5 * DAY) })
  second.prompt('Go on: add an example with three lines.')
  for (let step = 2; step < 5; step += 1) workOn(second, step)
  second.respond({ text: 'The page has an example with three lines.' })
  telling.keep(first, second)
}

/** About 1,500 things to read. */
export function long(telling: Telling): void {
  const session = telling.begin('long', 2.2, {
    version: '2.1.219',
    model: 'claude-sonnet-5',
    cwd: PROJECTS.parcel.cwd,
    branch: 'refactor/nullable-fields',
    cache: '1h',
    pace: [900, 4_200],
  })
  session.prompt('Every field of the model can be missing. Make that visible in the types, module by module.')
  for (let step = 0; step < LONG_STEPS; step += 1) {
    if (step % 35 === 34) {
      session.respond({ text: `${step + 1} places are done.` })
      session.prompt(step % 70 === 34 ? 'Go on.' : 'Good. Run the whole suite at the end of each module, please.')
    }
    if (step % COMPACT_EVERY === COMPACT_EVERY - 1)
      compact(session, `1. ${step + 1} places return null where a field is missing.\n2. Go on with the next module.`)
    workOn(session, step)
  }
  session.respond({ text: 'Every field that can be missing says so in its type. The suite passes.' })
  telling.keep(session)
}
