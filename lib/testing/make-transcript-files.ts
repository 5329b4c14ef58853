/**
 * Transcript files made up from nothing, for tests of reading and of ingest: sessions, forks, growth copies and
 * sub-agents of every version. Equal seeds give equal files. What they must add up to, whichever of them are taken and in
 * whatever order: `expectedUsage` of lib/sample/transcripts/written-usage.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { Random } from '@/lib/sample/random'
import { forkOf, runAgent } from '@/lib/sample/transcripts/claude-agents'
import { compact, interrupt, overloaded } from '@/lib/sample/transcripts/claude-marks'
import { ClaudeSession } from '@/lib/sample/transcripts/claude-session'
import { bash, denied, editNotFound } from '@/lib/sample/transcripts/claude-tools'
import { CodexThread } from '@/lib/sample/transcripts/codex-thread'
import { TASKS } from '@/lib/sample/transcripts/coding-tasks'
import { doCodexTask, explore, workOn } from '@/lib/sample/transcripts/do-task'
import { fileOf, type Transcript, type TranscriptFile } from '@/lib/sample/transcripts/transcript-file'

const START_MS = Date.parse('2026-01-02T03:00:00.000Z')
const MODELS = ['claude-sonnet-4-5-20250929', 'claude-opus-4-5-20251101', 'claude-haiku-4-5-20251001'] as const
const CLAUDE_VERSIONS = [
  ...(['1.0.43', '1.0.128', '2.0.31', '2.0.42', '2.0.60'] as const),
  ...(['2.1.7', '2.1.17', '2.1.45', '2.1.114', '2.1.219', '2.1.329'] as const),
] as const
const CODEX_VERSIONS = ['0.58.0', '0.118.0', '0.125.0', '0.142.2', '0.169.0'] as const

export interface SessionOptions {
  version?: string
  model?: string
  /** Responses, about. */
  steps?: number
  /** Milliseconds. */
  startedAt?: number
  cwd?: string
}

/** A Claude Code session that can be forked or cut, with the transcripts it left: its own first, then its sub-agents'. */
export interface RandomSession {
  session: ClaudeSession
  transcripts: readonly Transcript[]
}

/** A session in which anything may happen. */
export function randomSession(seed: string, options: SessionOptions = {}): RandomSession {
  const random = new Random(`${seed} plan`)
  const session = new ClaudeSession({
    seed,
    version: options.version ?? random.pick(CLAUDE_VERSIONS),
    model: options.model ?? random.pick(MODELS),
    cwd: options.cwd ?? '/home/dev/recorder',
    branch: 'main',
    startedAt: options.startedAt ?? START_MS + random.int(0, 86_400) * 1_000,
    cache: random.pick(['5m', '1h', 'mixed']),
  })
  const agents: ClaudeSession[] = []
  session.prompt(`Do ${random.int(2, 9)} small things.`)
  const steps = options.steps ?? random.int(1, 9)
  for (let step = 0; step < steps; step += 1) {
    workOn(session, random.int(0, 99))
    const agent = something(session, random)
    if (agent) agents.push(agent)
  }
  if (random.chance(0.8)) session.respond({ text: 'All of it is done.' })
  return { session, transcripts: [session.transcript, ...agents.map((agent) => agent.transcript)] }
}

/** Now and then something other than a step happens. @returns the sub-agent that left a file, if one did */
function something(session: ClaudeSession, random: Random): ClaudeSession | null {
  const what = random.int(0, 11)
  if (what === 0) compact(session, 'What was done so far.')
  else if (what === 1) overloaded(session, random.int(1, 4))
  else if (what === 2) session.respond({ calls: [denied(bash('rm -rf build', ''))] })
  else if (what === 3) session.respond({ calls: [editNotFound('/home/dev/recorder/a.ts', 'a', 'b')] })
  else if (what === 4) interrupt(session, 'answer')
  else if (what <= 6) return agentOf(session, random)
  return null
}

function agentOf(session: ClaudeSession, random: Random): ClaudeSession | null {
  return runAgent(session, {
    description: 'look around',
    prompt: 'Look around and tell what you see.',
    type: 'Explore',
    model: random.pick(MODELS),
    work: (agent) => explore(agent, TASKS.search),
    answer: 'There is nothing to see.',
    // Without its own file a sub-agent is only known from records in its parent, where the version writes them.
    ownFile: !session.era.embedded || random.chance(0.5),
  })
}

/** A session that begins with the records of another up to one of its lines, and goes on by itself. */
export function randomFork(seed: string, { session }: RandomSession): RandomSession {
  const random = new Random(`${seed} fork`)
  const fork = forkOf(session, {
    seed,
    startedAt: session.clock + 3_600_000,
    upTo: random.int(1, session.lines.length),
  })
  for (let step = random.int(0, 4); step > 0; step -= 1) workOn(fork, step)
  return { session: fork, transcripts: [fork.transcript] }
}

/** The same file as it was when it was shorter, in a folder for backups. */
export function growthCopy(transcript: Transcript, lines: number): TranscriptFile {
  const { path: original } = transcript
  const slash = original.indexOf('/')
  const copy = `${original.slice(0, slash)}/backup-${lines}${original.slice(slash)}`
  return { ...fileOf(transcript, { lines }), path: copy }
}

/** A Codex thread and its sub-agents, some of which begin with a copy of its history. */
export function randomThreads(seed: string, options: Pick<SessionOptions, 'version' | 'startedAt'> = {}): Transcript[] {
  const random = new Random(`${seed} plan`)
  const thread = new CodexThread({
    seed,
    version: options.version ?? random.pick(CODEX_VERSIONS),
    model: random.pick(['gpt-5.1-codex', 'gpt-5.4', 'gpt-5.5']),
    cwd: '/home/dev/recorder',
    branch: 'main',
    startedAt: options.startedAt ?? START_MS + random.int(0, 86_400) * 1_000,
  })
  const agents: CodexThread[] = []
  doCodexTask(thread, TASKS.login, {
    between: () => {
      if (random.chance(0.4)) thread.compact('What was done so far.')
      for (let left = thread.era.turns ? random.int(0, 2) : 0; left > 0; left -= 1) {
        const agent = thread.spawn({ nickname: 'Ada', role: 'worker', prompt: 'Help.', replays: random.chance(0.6) })
        doCodexTask(agent, TASKS.totals, { asks: false })
        agents.push(agent)
        thread.wait(120_000)
      }
    },
  })
  if (random.chance(0.4)) {
    thread.wait(3_600_000)
    doCodexTask(thread, TASKS.tides)
  }
  return [thread, ...agents].map((one) => one.transcript)
}

/** A folder of a few sessions and threads, with forks of them and older copies of some files. */
export function randomFiles(seed: string, count = 3): TranscriptFile[] {
  const random = new Random(`${seed} files`)
  const transcripts: Transcript[] = []
  for (let index = 0; index < count; index += 1) {
    const made = randomSession(`${seed} ${index}`)
    transcripts.push(...made.transcripts)
    if (random.chance(0.5)) transcripts.push(...randomFork(`${seed} ${index} fork`, made).transcripts)
  }
  transcripts.push(...randomThreads(`${seed} codex`))
  const copies = transcripts
    .filter(() => random.chance(0.3))
    .map((transcript) => growthCopy(transcript, random.int(1, transcript.lines.length)))
  return [...transcripts.map((transcript) => fileOf(transcript)), ...copies]
}

/** For property tests: a folder of files, a part of them, in any order. */
export const anyFiles: fc.Arbitrary<TranscriptFile[]> = fc
  .integer({ min: 0, max: 1_000_000 })
  .map((seed) => randomFiles(`any ${seed}`))
  .chain((files) => fc.shuffledSubarray(files, { minLength: 1 }))

/** Writes files below a folder. @returns their paths, in the same order */
export function writeFiles(folder: string, files: readonly TranscriptFile[]): string[] {
  return files.map((file) => {
    const target = path.join(folder, ...file.path.split('/'))
    mkdirSync(path.dirname(target), { recursive: true })
    writeFileSync(target, file.text)
    return target
  })
}
