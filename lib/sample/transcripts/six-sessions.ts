/** Six sessions of one project over five weeks, in which the same problems return. */

import type { ClaudeSession } from './claude-session'
import { bash, edit, read, todo } from './claude-tools'
import { CodexThread } from './codex-thread'
import { PROJECTS } from './coding-tasks'
import { RECURRING_PROBLEMS, type RecurringProblem } from './recurring-problems'
import type { Telling } from './telling'
import { fileOf } from './transcript-file'

const DAY = 86_400_000
const { cwd } = PROJECTS.tariff

interface Sitting {
  number: number
  /** Days before now. */
  age: number
  version: string
  model: string
  goal: string
  /** The score that its search reaches. */
  best: number
  done: string
}

const SITTINGS: readonly Sitting[] = [
  {
    ...{ number: 1, age: 35.3, version: '2.1.101', model: 'claude-sonnet-4-6' },
    goal: 'Tune the prompt that assigns customs codes, on 40 parcels.',
    best: 0.68,
    done: 'The search ran: 0.61 became 0.68. The report has no events.',
  },
  {
    ...{ number: 3, age: 22.4, version: '2.1.126', model: 'claude-sonnet-4-6' },
    goal: 'Deploy the task app here and run the search against it.',
    best: 0.69,
    done: 'The app never stayed up, so the search ran on the remote one: 0.69.',
  },
  {
    ...{ number: 4, age: 15.2, version: '2.1.190', model: 'claude-sonnet-5' },
    goal: 'Finish what the last session began: local app, whole search, report.',
    best: 0.71,
    done: 'The search ran on the remote app again: 0.71. Nothing of the deployment is better than before.',
  },
  {
    ...{ number: 5, age: 8.3, version: '2.1.219', model: 'claude-sonnet-5' },
    goal: 'The same search for returns, without anybody at the keyboard.',
    best: 0.7,
    done: 'It ran in the end, 0.66 became 0.7, but somebody had to sit by.',
  },
  {
    ...{ number: 6, age: 1.2, version: '2.1.219', model: 'claude-opus-5' },
    goal: 'Run both searches again with the new model and write the report.',
    best: 0.74,
    done: 'Both ran: 0.74 and 0.72. Every workaround of the last sessions was needed again.',
  },
]

/** Goes on although the same calls fail as in the sessions before; each ends with a list of what was not mended. */
export function sixSessions(telling: Telling): void {
  for (const sitting of SITTINGS) {
    telling.keep(sessionOf(telling, sitting))
    if (sitting.number === 1) telling.files.push(importsMended(telling))
  }
}

function sessionOf(telling: Telling, { number, age, version, model, goal, best, done }: Sitting): ClaudeSession {
  const session = telling.begin(`recurring ${number}`, age, {
    ...{ version, model, cwd, branch: `search/session-${number}`, cache: '1h' as const },
  })
  const problems = RECURRING_PROBLEMS.filter(({ sessions }) => sessions.includes(number))
  session.prompt(`Session ${number}: ${goal}`)
  lookAround(session)
  for (const problem of problems) meet(session, problem)
  search(session, best)
  const open = problems.map(({ told }) => `- ${told}`).join('\n')
  session.respond({ text: `${done}\n\nNot mended:\n${open}` })
  session.note({ type: 'custom-title', customTitle: `Session ${number}: ${goal}`, sessionId: session.sessionId })
  return session
}

const STEPS = ['Read the configuration', 'Bring the app up', 'Run the search', 'Write the report'] as const

function lookAround(session: ClaudeSession): void {
  const settings = 'algorithm = "evolution"\nrollouts = 40\ntask_app_url = "https://tariff-20.apps.example"'
  session.respond({
    text: 'I read the configuration first.',
    calls: [read(`${cwd}/configs/search.toml`, settings), todo(STEPS, 0)],
  })
  session.respond({
    calls: [bash('git log --oneline -3', 'a41c09e Pin the client\n77d02b1 More parcels\n0c93e55 First prompt')],
  })
}

/** Fails once or twice with other values each time, then goes around it. */
function meet(session: ClaudeSession, problem: RecurringProblem): void {
  const { random } = session
  session.respond({ text: problem.says, calls: [problem.fails(random)] })
  if (random.chance(0.55)) {
    session.respond({ thinking: 'Perhaps with other values. I try once more.', calls: [problem.fails(random)] })
  }
  session.respond({ text: 'That is not mended; I go around it.', calls: [problem.wayAround(random)] })
}

function search(session: ClaudeSession, best: number): void {
  const { random } = session
  session.respond({
    calls: [bash('uv run pytest -q', `${random.int(31, 58)} passed in ${random.int(2, 9)}.41s`, 0, 6_000)],
  })
  for (const step of [10, 20, 30, 40]) {
    const score = (best - (40 - step) / 500).toFixed(2)
    session.respond({ calls: [bash('uv run tuner jobs tail', `rollout ${step} of 40, best ${score}`, 0, 45_000)] })
    session.wait(random.int(60_000, 240_000))
  }
  session.respond({
    text: 'The report gets the new scores.',
    calls: [edit(`${cwd}/report.md`, '| baseline |', '| baseline |\n| best |'), todo(STEPS, STEPS.length)],
  })
}

/** Session 2, in Codex: other work, which none of the seven problems stands in the way of. */
function importsMended({ seed, now }: Telling) {
  const thread = new CodexThread({
    ...{ seed: `${seed} codex recurring 2`, version: '0.142.2', model: 'gpt-5.5', cwd, branch: 'fix/imports' },
    startedAt: Math.floor(now - 29.2 * DAY),
  })
  const exec = (command: string, output: string) => ({ kind: 'exec', command, output, exit: 0 }) as const
  thread.prompt(
    'Session 2: The backend does not start since the merge. Mend its imports and say what the key must look like.',
  )
  thread.respond({
    reasoning: '**Reading the log**\n\nThe traceback names a helper that was moved.',
    text: 'The log of the last start says which name is missing.',
    calls: [exec("sed -n '1,40p' logs/backend.log", 'started by hand at 09:12\nsession helpers moved to app.sessions')],
  })
  const [before, after] = ['from app.usage import session_of', 'from app.sessions import session_of']
  thread.respond({ calls: [{ kind: 'patch', file: 'app/routes/chat.py', before, after }] })
  thread.respond({ calls: [exec("python -c 'import app.main'", ''), exec('uv run pytest -q', '44 passed in 3.02s')] })
  thread.respond({ text: 'The backend starts again. The page on keys says length and alphabet.', final: true })
  return fileOf(thread.transcript)
}
