/** One search of GEPA as it went: what the events, metrics and time line of its job tell. */
import { Random } from '@/lib/sample/random'
import { iso, MINUTE_MS } from '@/lib/sample/sample-file'

const CANDIDATES = 24
const SEEDS_A_ROLLOUT = 10
const BASELINE = 0.61
const STEP_MS = 2 * MINUTE_MS
const MODEL = 'gpt-4.1-mini'

interface Step {
  index: number
  at: number
  parent: number
  score: number
  accepted: boolean
  best: number
  rollouts: number
  promptTokens: number
  completionTokens: number
  usd: number
}

/** All that is told of one search; times in milliseconds. */
export interface GepaSearch {
  startedAt: number
  endedAt: number
  best: number
  baseline: number
  totalUsd: number
  events: Record<string, unknown>[]
  points: Record<string, unknown>[]
  timeline: Record<string, unknown>[]
}

const INSTRUCTIONS = [
  'Name the intent of the message in one word.',
  'Name the one intent that the customer acts on; ignore greetings.',
  'Decide between the listed intents only. When two fit, take the one that needs an answer today.',
  'Read the last sentence first. Answer with an intent of the list, in its exact spelling.',
] as const

/** Plays a search that began at `startedAt`. */
export function gepaSearch(seed: string, startedAt: number): GepaSearch {
  const steps = playSteps(new Random(`${seed} synth search`), startedAt)
  const last = steps.at(-1)
  const endedAt = (last?.at ?? startedAt) + MINUTE_MS
  return {
    startedAt,
    endedAt,
    best: last?.best ?? BASELINE,
    baseline: BASELINE,
    totalUsd: last?.usd ?? 0,
    events: eventsOf(steps, startedAt, endedAt),
    points: pointsOf(steps, startedAt),
    timeline: [
      { phase: 'queued', created_at: iso(startedAt - 20_000) },
      { phase: 'baseline', created_at: iso(startedAt) },
      { phase: 'search', created_at: iso(startedAt + STEP_MS) },
      { phase: 'validation', created_at: iso(endedAt - MINUTE_MS) },
      { phase: 'succeeded', created_at: iso(endedAt) },
    ],
  }
}

function playSteps(random: Random, startedAt: number): Step[] {
  const steps: Step[] = []
  let [best, bestIndex, promptTokens, completionTokens] = [BASELINE, -1, 0, 0]
  for (let index = 0; index < CANDIDATES; index += 1) {
    const reach = 0.24 * (1 - Math.exp(-index / 9))
    const score = Math.round((BASELINE + reach - 0.09 + random.next() * 0.11) * 1_000) / 1_000
    const parent = bestIndex
    const accepted = score > best
    if (accepted) [best, bestIndex] = [score, index]
    promptTokens += random.int(8_200, 9_900)
    completionTokens += random.int(610, 940)
    const usd = Math.round(promptTokens * 0.4 + completionTokens * 1.6) / 1e6
    const rollouts = (index + 1) * SEEDS_A_ROLLOUT
    const at = startedAt + (index + 1) * STEP_MS + random.int(0, 40_000)
    steps.push({ index, at, parent, score, accepted, best, rollouts, promptTokens, completionTokens, usd })
  }
  return steps
}

const idOf = (index: number) => (index < 0 ? 'baseline' : `cand-${String(index).padStart(2, '0')}`)
const textOf = (index: number) => INSTRUCTIONS[Math.min(INSTRUCTIONS.length - 1, Math.floor(index / 7))] ?? ''

type Told = [type: string, at: number, message: string, data: Record<string, unknown>]

function eventsOf(steps: readonly Step[], startedAt: number, endedAt: number): Record<string, unknown>[] {
  const told: Told[] = [
    ['prompt.learning.created', startedAt, 'Job created', { algorithm: 'gepa' }],
    [
      'prompt.learning.validation.scored',
      startedAt + MINUTE_MS,
      'Baseline scored',
      {
        accuracy: BASELINE,
        is_baseline: true,
        instance_scores: Array.from({ length: 18 }, (_, n) => (n < 11 ? 1 : 0)),
      },
    ],
    ...steps.flatMap((step) => stepEvents(step, startedAt)),
    ...endEvents(steps.at(-1), endedAt),
  ]
  return told.map(([type, at, message, data], index) => ({
    seq: index + 1,
    type,
    message,
    level: type.endsWith('warning') ? 'warning' : 'info',
    created_at: iso(at),
    data,
  }))
}

function stepEvents(step: Step, startedAt: number): Told[] {
  const { index, at, parent, score, accepted, rollouts, promptTokens, completionTokens, usd } = step
  const id = idOf(index)
  const scored = {
    ...{ candidate_id: id, parent_id: idOf(parent), generation: Math.floor(index / 4), score, accepted },
    ...{ n: SEEDS_A_ROLLOUT, text: `${textOf(index)} (version ${index + 1})` },
  }
  const events: Told[] = [
    [
      'prompt.learning.usage.recorded',
      at - 3_000,
      `${rollouts} rollouts`,
      {
        ...{ rollouts_prompt_tokens: promptTokens, rollouts_completion_tokens: completionTokens },
        ...{ usd_tokens: usd, usd_tokens_rollouts: usd, model: MODEL },
      },
    ],
    [
      'prompt.learning.progress',
      at - 2_000,
      `${rollouts} rollouts done`,
      { rollouts_completed: rollouts, elapsed_seconds: Math.round((at - startedAt) / 1_000) },
    ],
    ['prompt.learning.gepa.candidate.evaluated', at, `Candidate ${id} scored ${score}`, scored],
  ]
  if (index === 13)
    events.push(['prompt.learning.warning', at + 1_000, 'Two rollouts were repeated after HTTP 503', { retries: 2 }])
  return events
}

function endEvents(last: Step | undefined, endedAt: number): Told[] {
  if (!last) return []
  const spent = {
    ...{ rollouts_prompt_tokens: last.promptTokens, rollouts_completion_tokens: last.completionTokens },
    ...{ usd_tokens_rollouts: last.usd, total_usd: last.usd, model: MODEL },
  }
  const best_prompt = { sections: [{ role: 'system', content: INSTRUCTIONS.at(-1) }] }
  return [
    ['prompt.learning.best.prompt', endedAt - 20_000, 'Best prompt chosen', { best_score: last.best, best_prompt }],
    ['prompt.learning.completed', endedAt, 'Job completed', { best_score: last.best, ...spent }],
  ]
}

/** Two series, each from step 0: the best so far by candidate, and the mean of every minibatch. */
function pointsOf(steps: readonly Step[], startedAt: number): Record<string, unknown>[] {
  const point = (name: string, step: number, value: number, at: number) => ({
    ...{ name, step, value, created_at: iso(at) },
  })
  return [
    point('gepa.best_score', 0, BASELINE, startedAt + MINUTE_MS),
    ...steps.map(({ index, best, at }) => point('gepa.best_score', index + 1, best, at)),
    ...steps.map(({ index, score, at }) => point('gepa.minibatch_accuracy', index, score, at)),
  ]
}
