/** The Claude Code session that is alive: one works for about two hours, and soon after its end the next begins. */
import { runAgent } from './claude-agents'
import { ClaudeSession } from './claude-session'
import { PROJECTS, TASKS } from './coding-tasks'
import { explore, workOn } from './do-task'
import { fileOf, type Transcript, type TranscriptFile } from './transcript-file'

const MINUTE = 60_000
/** The first has been at work for a while when the sample is made. */
const HEAD_START = 25 * MINUTE
const SLOT = 120 * MINUTE
/** A session ends this long before the next begins. */
const PAUSE = 3 * MINUTE
const STEPS_A_TURN = 14
const AGENT_AT = 9

/** The files of live sessions that something is written to after `from`, as they stand at `to`, in milliseconds. */
export function liveTranscripts(seed: string, base: number, from: number, to: number): TranscriptFile[] {
  const slotAt = (ms: number) => Math.max(0, Math.floor((ms - base + HEAD_START) / SLOT))
  const files: TranscriptFile[] = []
  for (let slot = slotAt(from); slot <= slotAt(to); slot += 1) {
    for (const transcript of planned(seed, base, slot)) {
      if (transcript.lines.some(({ at }) => at > from && at <= to)) files.push(fileOf(transcript, { until: to }))
    }
  }
  return files
}

let remembered: { seed: string; base: number; slot: number; transcripts: Transcript[] } | null = null

/** Asked every second while the sample is served, so the session of now is kept. */
function planned(seed: string, base: number, slot: number): Transcript[] {
  if (remembered?.seed !== seed || remembered.base !== base || remembered.slot !== slot)
    remembered = { seed, base, slot, transcripts: plan(seed, base - HEAD_START + slot * SLOT, slot) }
  return remembered.transcripts
}

function plan(seed: string, startedAt: number, slot: number): Transcript[] {
  const task = slot % 2 === 0 ? TASKS.search : TASKS.login
  const session = new ClaudeSession({
    seed: `${seed} live ${slot}`,
    version: '2.1.219',
    model: slot % 3 === 2 ? 'claude-opus-5' : 'claude-sonnet-5',
    cwd: PROJECTS.parcel.cwd,
    branch: `refactor/part-${slot + 1}`,
    startedAt,
    cache: '1h',
    pace: [3_000, 16_000],
  })
  let agent: ClaudeSession | null = null
  session.prompt(`Part ${slot + 1}: make every place that reads a parcel say what happens when a field is missing.`)
  for (let step = 0; session.clock < startedAt + SLOT - PAUSE; step += 1) {
    workOn(session, step)
    if (step === AGENT_AT) agent = look(session)
    if (step % STEPS_A_TURN === STEPS_A_TURN - 1) nextTurn(session, step + 1)
  }
  session.respond({ text: task.done })
  return [session, agent].flatMap((one) => one?.transcript ?? [])
}

function nextTurn(session: ClaudeSession, done: number): void {
  session.respond({ text: `${done} places are done; the tests of each pass.` })
  session.wait(session.random.int(15_000, 40_000))
  session.prompt(session.random.pick(['Go on.', 'Good. And the next module?', 'Keep the commits small, please.']))
}

const look = (session: ClaudeSession) =>
  runAgent(session, {
    description: 'find readers of parcels',
    prompt: 'List every place that reads a field of a parcel without checking it.',
    type: 'Explore',
    model: 'claude-haiku-4-5-20251001',
    work: (agent) => explore(agent, TASKS.search),
    answer: 'There are 61 places in 8 modules; most are in invoice and label.',
  })
