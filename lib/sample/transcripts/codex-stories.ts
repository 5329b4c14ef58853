/** The Codex threads of the sample: each version's habits, and each thing that can happen in a thread. */
import { CodexThread, type CodexThreadPlan } from './codex-thread'
import { PROJECTS, TASKS } from './coding-tasks'
import { doCodexTask } from './do-task'
import { fileOf, type TranscriptFile } from './transcript-file'

const HOUR = 3_600_000
const DAY = 24 * HOUR

/** Every rollout; equal seed and time give equal files. */
export function codexFiles(seed: string, now: number): TranscriptFile[] {
  const begin = (story: string, days: number, plan: Omit<CodexThreadPlan, 'seed' | 'startedAt'>) =>
    new CodexThread({ ...plan, seed: `${seed} codex ${story}`, startedAt: Math.floor(now - days * DAY) })
  return [repeated, withAgents, compactedAndBackedUp, aborted, resumed].flatMap((story) => story(begin))
}

type Begin = (story: string, days: number, plan: Omit<CodexThreadPlan, 'seed' | 'startedAt'>) => CodexThread

/** 0.58: every count is written twice; a failed command tells its exit code in JSON. */
function repeated(begin: Begin): TranscriptFile[] {
  const task = TASKS.login
  const thread = begin('repeated', 13.1, {
    version: '0.58.0',
    model: 'gpt-5.1-codex',
    cwd: PROJECTS.parcel.cwd,
    branch: task.branch,
  })
  doCodexTask(thread, task)
  return [fileOf(thread.transcript)]
}

/** Two sub-agents: one starts empty, the other with a copy of its parent's whole history. */
function withAgents(begin: Begin): TranscriptFile[] {
  const task = TASKS.totals
  const parent = begin('with agents', 6.6, {
    version: '0.125.0',
    model: 'gpt-5.4',
    cwd: PROJECTS.ledger.cwd,
    branch: 'fix/totals-of-may',
  })
  const agents: CodexThread[] = []
  doCodexTask(parent, task, {
    between: () => {
      const reviewer = parent.spawn({
        nickname: 'Curie',
        role: 'worker',
        prompt: 'Review the change of the load for races.',
        replays: false,
      })
      const repairer = parent.spawn({
        nickname: 'Noether',
        role: 'worker',
        prompt: 'Write the script that repairs the doubled day.',
        replays: true,
      })
      doCodexTask(reviewer, task, { asks: false })
      doCodexTask(repairer, TASKS.currency, { asks: false })
      agents.push(reviewer, repairer)
      parent.wait(4 * 60_000)
    },
  })
  return [parent, ...agents].map((thread) => fileOf(thread.transcript))
}

/** A compaction in the middle, a patch that did not fit, and a backup from before the end. */
function compactedAndBackedUp(begin: Begin): TranscriptFile[] {
  const task = TASKS.paging
  const thread = begin('compacted', 4.1, {
    version: '0.142.2',
    model: 'gpt-5.5',
    cwd: PROJECTS.tide.cwd,
    branch: 'perf/import-batches',
  })
  doCodexTask(thread, task, {
    between: () => {
      const refused = `Failed to find expected lines in ${task.file}:\n${task.mend.before}`
      thread.respond({ calls: [{ kind: 'patch', file: task.file, before: task.mend.before, after: '', refused }] })
      thread.compact('Reading in batches; the tests still fail on an argument.')
    },
  })
  const { path, lines } = thread.transcript
  const copy = { path: `codex/backup/${path.slice('codex/'.length)}`, lines: lines.slice(0, 24) }
  return [fileOf(copy), fileOf(thread.transcript)]
}

/** Stopped by the person; a model that nobody has a price for. */
function aborted(begin: Begin): TranscriptFile[] {
  const thread = begin('aborted', 1.9, {
    version: '0.142.5',
    model: 'gpt-5.3-codex-spark',
    cwd: PROJECTS.kiosk.cwd,
    branch: 'try/animations',
  })
  thread.prompt('Animate the start screen, but keep it under 60 kB.')
  thread.respond({
    reasoning: '**Measuring first**',
    text: 'I measure the bundle first.',
    calls: [
      { kind: 'exec', command: 'pnpm build', output: 'dist/index.js  142.11 kB │ gzip: 48.90 kB', exit: 0, seconds: 9 },
    ],
  })
  thread.respond({
    calls: [{ kind: 'exec', command: 'pnpm add motion', output: 'ERR_PNPM_FETCH_403  motion: Forbidden', exit: 1 }],
  })
  thread.abort()
  return [fileOf(thread.transcript)]
}

/** 0.169: taken up again half a day later in the same file; its sum goes on. */
function resumed(begin: Begin): TranscriptFile[] {
  const thread = begin('resumed', 0.7, {
    version: '0.169.0',
    model: 'gpt-5.5',
    cwd: PROJECTS.tide.cwd,
    branch: 'feat/spring-tides',
  })
  doCodexTask(thread, TASKS.tides)
  thread.wait(9 * HOUR)
  doCodexTask(thread, { ...TASKS.tides, prompt: 'The same for the export, please.' })
  return [fileOf(thread.transcript)]
}
