/** Sessions of the Claude Code versions that write less than they know: 1.0 to 2.1.45. */
import { runAgent } from './claude-agents'
import { compact } from './claude-marks'
import type { ClaudeSession } from './claude-session'
import { edit, editNotFound, editNotRead } from './claude-tools'
import { PROJECTS, TASKS } from './coding-tasks'
import { doTask, explore } from './do-task'
import type { Telling } from './telling'
import { fileOf, type Json } from './transcript-file'

const titleOf = (summary: string, leafUuid: string): Json => ({ type: 'summary', summary, leafUuid })

const snapshot = (messageId: string): Json => ({
  type: 'file-history-snapshot',
  messageId,
  snapshot: { messageId, trackedFileBackups: {} },
  isSnapshotUpdate: false,
})

/** 1.0.x: the sub-agent speaks within the file, and outputs are a lower bound. */
export function sidechainInside(telling: Telling): void {
  const { cwd } = PROJECTS.parcel
  const task = TASKS.search
  const session = telling.begin('inside', 12.6, {
    version: '1.0.98',
    model: 'claude-sonnet-4-20250514',
    cwd,
    branch: task.branch,
  })
  session.note(titleOf('Search by the end of a code', session.sessionId))
  doTask(session, task, {
    between: () => {
      session.write('system', {
        content: 'Running \u001b[1mPostToolUse:Edit\u001b[22m...',
        isMeta: false,
        level: 'info',
      })
      runAgent(session, {
        description: 'find all callers',
        prompt: 'List every caller of findParcels and say whether it relies on a whole code.',
        type: 'general-purpose',
        work: (agent) => explore(agent, task),
        answer: 'Two callers: the search route and one test. Only the test relies on a whole code.',
      })
    },
  })
  telling.keep(session)
}

/** 2.0.31: the sub-agent has a file beside the parent's. */
export function agentBeside(telling: Telling): void {
  const task = TASKS.login
  const session = telling.begin('beside', 11.2, {
    version: '2.0.31',
    model: 'claude-sonnet-4-5-20250929',
    cwd: PROJECTS.parcel.cwd,
    branch: task.branch,
  })
  let agent: ClaudeSession | null = null
  const file = `${PROJECTS.parcel.cwd}/${task.file}`
  doTask(session, task, {
    between: () => {
      session.respond({ calls: [editNotRead(`${PROJECTS.parcel.cwd}/docs/settings.md`, 'five', 'thirty')] })
      session.respond({ calls: [editNotFound(file, 'maxAge: SESSION_MINUTES * 1000,', task.after)] })
      agent = runAgent(session, {
        description: 'check the clock skew',
        prompt: 'Is there any place where the server compares cookie times with the clock of the browser?',
        type: 'Explore',
        model: 'claude-haiku-4-5-20251001',
        work: (helper) => explore(helper, task),
        answer: 'No. All comparisons happen on the server.',
      })
    },
  })
  telling.keep(session, agent)
}

/** One file written by two versions; the later one starts with a placeholder for most outputs. */
export function twoVersions(telling: Telling): void {
  const base = { model: 'claude-opus-4-5-20251101', cwd: PROJECTS.tide.cwd, branch: TASKS.tides.branch }
  const first = telling.begin('two versions', 10.4, { ...base, version: '2.1.7' })
  doTask(first, TASKS.tides)
  const later = telling.begin('two versions, later', 10.1, { ...base, version: '2.1.12' })
  later.inherit(first.lines)
  later.prompt('Also say in the README how to find the name of a zone.')
  later.respond({
    text: 'I add a line to the README.',
    calls: [edit(`${base.cwd}/README.md`, '## Options', '## Options\n\nZones are named as in the IANA list.')],
  })
  later.respond({ text: 'The README names the list now.' })
  const own = later.lines.map((line) => ({
    ...line,
    records: line.records.map((record) => ({ ...record, sessionId: first.sessionId })),
  }))
  telling.files.push(fileOf({ path: first.path, lines: own }))
}

/** 2.0.42: outputs are final. A backup holds the file as it was before it was done. */
export function backedUp(telling: Telling): void {
  const task = TASKS.paging
  const session = telling.begin('backed up', 9.3, {
    version: '2.0.42',
    model: 'claude-sonnet-4-5-20250929',
    cwd: PROJECTS.tide.cwd,
    branch: task.branch,
  })
  doTask(session, task)
  const { path } = session
  telling.files.push(
    fileOf({ path: `claude/backup/${path.slice('claude/'.length)}`, lines: session.lines.slice(0, 11) }),
  )
  telling.keep(session)
}

/** 2.1.17: every output is a placeholder, and the sub-agent's records stand in the parent's too. */
export function placeholders(telling: Telling): void {
  const task = TASKS.totals
  const session = telling.begin('placeholders', 8.2, {
    version: '2.1.17',
    model: 'claude-opus-4-5-20251101',
    cwd: PROJECTS.ledger.cwd,
    branch: task.branch,
  })
  let agent: ClaudeSession | null = null
  doTask(session, task, {
    between: () => {
      session.glue(snapshot(session.sessionId))
      agent = runAgent(session, {
        description: 'count the doubled rows',
        prompt: 'Count the rows of entry that occur more than once on 31 March, by account.',
        type: 'general-purpose',
        model: 'claude-haiku-4-5-20251001',
        work: (helper) => explore(helper, task),
        answer: '1,204 rows in 37 accounts occur exactly twice.',
      })
    },
  })
  telling.keep(session, agent)
}

/** 2.1.45: a compaction, and a sub-agent whose only trace is in the parent. */
export function compacted(telling: Telling): void {
  const session = telling.begin('compacted', 7.1, {
    version: '2.1.45',
    model: 'claude-opus-4-6',
    cwd: PROJECTS.ledger.cwd,
    branch: TASKS.currency.branch,
  })
  doTask(session, TASKS.currency)
  runAgent(session, {
    description: 'compare with the bank',
    prompt: 'Compare the report of last year with the bank file, day by day.',
    type: 'Explore',
    model: 'claude-haiku-4-5-20251001',
    work: (helper) => explore(helper, TASKS.currency),
    answer: 'All 212 days agree.',
    ownFile: false,
  })
  compact(
    session,
    '1. The report summed floats; it sums decimals now.\n2. The bank rounds each line.\n3. Open: say so in the docs.',
  )
  session.respond({
    text: 'I go on with the docs.',
    calls: [edit(`${PROJECTS.ledger.cwd}/docs/report.md`, 'Rounding: tbd', 'Rounding: each line, half to even')],
  })
  session.respond({ text: 'The docs say who rounds, and how.' })
  telling.keep(session)
}
