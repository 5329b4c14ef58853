/** Sessions of recent Claude Code versions, and what can happen in them. */
import { runAgent } from './claude-agents'
import { apiError, interrupt, overloaded, refusal } from './claude-marks'
import type { ClaudeSession } from './claude-session'
import { bash, cutOff, denied, edit, write } from './claude-tools'
import { PROJECTS, TASKS } from './coding-tasks'
import { doTask, explore } from './do-task'
import type { Telling } from './telling'

const HOUR = 3_600_000

/** The API is overloaded for a while, then answers; a person turns a call down. */
export function overloadedThenFine(telling: Telling): void {
  const session = telling.begin('overloaded, then fine', 5.2, {
    version: '2.1.126',
    model: 'claude-sonnet-4-6',
    cwd: PROJECTS.tide.cwd,
    branch: 'fix/dst',
    cache: 'mixed',
  })
  doTask(session, TASKS.tides, { between: () => overloaded(session, 7) })
  session.prompt('Publish it to the internal index.')
  session.respond({
    text: 'I build and upload the package.',
    calls: [denied(bash('python -m build && twine upload --repository internal dist/*', ''))],
  })
  session.prompt('Not before the review. Open a merge request instead.')
  session.respond({ calls: [bash('glab mr create --fill', 'https://git.example/team/tidewatch/-/merge_requests/88')] })
  session.respond({ text: 'Merge request 88 is open.' })
  telling.keep(session)
}

/** The API stays overloaded until the program gives up. */
export function overloadedForGood(telling: Telling): void {
  const task = TASKS.paging
  const session = telling.begin('overloaded for good', 4.7, {
    version: '2.1.150',
    model: 'claude-sonnet-4-6',
    cwd: PROJECTS.tide.cwd,
    branch: 'perf/import',
  })
  session.prompt('Do for the import what you did for the export.')
  session.respond({
    text: 'The import reads row by row too.',
    calls: [bash('python -X importtime -m tidewatch import sample.csv', 'import took 48.2 s for 20,000 rows')],
  })
  session.respond({ calls: [edit(`${PROJECTS.tide.cwd}/${task.file}`, task.before, task.after)] })
  overloaded(session, 10)
  apiError(session, { status: 529, kind: 'overloaded_error', message: 'Overloaded' })
  telling.keep(session)
}

/** Everything that must not do anything when it is shown. */
export const HOSTILE_PROMPT = [
  'The label prints this name literally, please escape it:',
  '<script>document.title = "owned"</script><img src="https://tracker.example/p.png" onerror="alert(1)">',
  '\u001b[2J\u001b[31mred\u001b[0m \u202egnp.elif\u202c and [a link](javascript:alert(1)) ![x](https://tracker.example/q.png)',
].join('\n')

/** A model refuses and another answers; the prompt is full of markup and control characters. */
export function refusedAndHostile(telling: Telling): void {
  const { cwd } = PROJECTS.kiosk
  const session = telling.begin('refused', 3.4, {
    version: '2.1.217',
    model: 'claude-opus-4-8',
    cwd,
    branch: 'fix/escape',
    cache: '1h',
  })
  session.prompt(HOSTILE_PROMPT)
  const [call] = session.respond({
    refused: {
      model: 'claude-fable-5',
      counts: { input: 2, cacheRead: 14_238, cacheWrite5m: 0, cacheWrite1h: 9_874, output: 2 },
    },
    text: 'I look at how the name gets onto the label.',
    calls: [bash('findstr /s /n "innerHTML" src\\*.ts', 'src\\print\\label.ts:18:  box.innerHTML = name')],
  })
  refusal(session, { model: 'claude-fable-5', kind: 'cyber', requestId: call?.request ?? '' })
  session.respond({
    calls: [edit(`${cwd}\\src\\print\\label.ts`, '  box.innerHTML = name', '  box.textContent = name')],
  })
  session.respond({ text: 'The name is set as text now; markup in it is printed and never run.' })
  telling.keep(session)
}

/** Stopped by the person, and taken up again the next day in the same file. */
export function interrupted(telling: Telling): void {
  const task = TASKS.kiosk
  const { cwd } = PROJECTS.kiosk
  const session = telling.begin('interrupted', 2.9, {
    version: '2.1.190',
    model: 'claude-sonnet-5',
    cwd,
    branch: task.branch,
    cache: '1h',
  })
  session.prompt(task.prompt)
  session.respond({ thinking: task.thinking, calls: [cutOff(bash('pnpm vitest --run', ''))] })
  interrupt(session, 'tool use')
  session.wait(21 * HOUR)
  session.write('attachment', {
    attachment: {
      type: 'hook_success',
      hookName: 'SessionStart:resume',
      hookEvent: 'SessionStart',
      content: '',
      stdout: '',
      stderr: '',
      exitCode: 0,
    },
  })
  doTask(session, { ...task, prompt: 'Go on, but run only the tests of the hook.' })
  telling.keep(session)
}

const LOADS_TWICE = `def test_a_second_load_changes_nothing(con, day):
    load(con, day)
    once = totals(con)
    load(con, day)
    assert totals(con) == once
`

/** A model behind a gateway that nobody has a price for. */
export function unpriced(telling: Telling): void {
  const session = telling.begin('unpriced', 1.7, {
    version: '2.1.205',
    model: 'quayside-coder-70b',
    cwd: PROJECTS.ledger.cwd,
    branch: 'try/local-model',
  })
  doTask(session, TASKS.totals)
  session.prompt('Add a test that loads the same day twice.')
  session.respond({ calls: [write(`${PROJECTS.ledger.cwd}/tests/test_load_twice.py`, LOADS_TWICE)] })
  session.respond({ text: 'The test loads 31 March twice and finds the same totals.' })
  telling.keep(session)
}

/** The newest version: a sub-agent, the cost so far, and a record of a type that nobody knows yet. */
export function newest(telling: Telling): void {
  const task = TASKS.login
  const session = telling.begin('newest', 0.8, {
    version: '2.1.329',
    model: 'claude-opus-5-5',
    cwd: PROJECTS.parcel.cwd,
    branch: 'feat/remember-me',
    cache: 'mixed',
  })
  const { sessionId } = session
  session.note({ type: 'mode', mode: 'normal', sessionId })
  let agent: ClaudeSession | null = null
  doTask(session, task, {
    between: () => {
      session.note({ type: 'workspace-probe', sessionId, probe: { files: 412, dirty: 3 } })
      agent = runAgent(session, {
        description: 'review the change',
        prompt: 'Review the change of session.ts for mistakes with units.',
        type: 'code-reviewer',
        model: 'claude-haiku-4-5-20251001',
        work: (helper) => explore(helper, task),
        answer: 'The unit is right. A setting that is no number is not handled.',
      })
    },
  })
  session.note({ type: 'custom-title', customTitle: 'Remember me', sessionId })
  telling.keep(session, agent)
}

/** Today: a person says no to one command. The requests were made in the fast queue. */
export function deniedToday(telling: Telling): void {
  const { cwd } = PROJECTS.kiosk
  const session = telling.begin('denied', 0.2, {
    version: '2.1.219',
    model: 'claude-sonnet-5',
    cwd,
    branch: 'chore/clean-up',
    cache: '1h',
    tier: 'priority',
  })
  session.prompt('Clean up old branches, but ask before you delete anything.')
  session.respond({ calls: [bash('git branch --merged', '  feat/idle-screen\n  fix/escape\n* main')] })
  session.respond({
    text: 'Two branches are merged and can go.',
    calls: [denied(bash('git branch -D feat/idle-screen fix/escape', ''))],
  })
  interrupt(session, 'tool use')
  telling.keep(session)
}
