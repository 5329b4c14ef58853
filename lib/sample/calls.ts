/** The model calls of one attempt: a planner or builders, an auditor, and a doctor when it failed. */
import type { Random } from './random'

export interface Model {
  provider: string
  model: string
}

export interface Crew {
  builder: Model
  auditor: Model
}

export interface Call extends Model {
  at: number
  role: string
  prompt: number
  completion: number
  splitKnown: boolean
  doctor: { model: 'cheap' | 'strong'; action: string; flagged: boolean } | null
}

export const MODELS = {
  sonnet: { provider: 'anthropic', model: 'claude-sonnet-4-5' },
  opus: { provider: 'anthropic', model: 'claude-opus-4-5' },
  gpt4o: { provider: 'openai', model: 'gpt-4o' },
  mini: { provider: 'openai', model: 'gpt-4o-mini' },
  gpt5: { provider: 'openai', model: 'gpt-5' },
  gemini: { provider: 'google_gemini', model: 'gemini-2.5-pro' },
  glm: { provider: 'glm', model: 'glm-4.6' },
} as const satisfies Record<string, Model>

export const CREWS: readonly [Crew, ...Crew[]] = [
  { builder: MODELS.sonnet, auditor: MODELS.gpt4o },
  { builder: MODELS.sonnet, auditor: MODELS.gpt5 },
  { builder: MODELS.gpt5, auditor: MODELS.sonnet },
  { builder: MODELS.gpt4o, auditor: MODELS.gpt4o },
  { builder: MODELS.opus, auditor: MODELS.gpt5 },
  { builder: MODELS.gemini, auditor: MODELS.gpt4o },
  { builder: MODELS.glm, auditor: MODELS.mini },
]

const DOCTOR_ACTIONS = ['retry_with_fix', 'replan', 'retry_with_fix', 'execute_fix', 'skip_phase'] as const

/** One call per time; the last of a failed attempt is the doctor's, the one before (or the last) the auditor's. */
export function callsOfAttempt(
  crew: Crew,
  of: {
    times: readonly number[]
    index: number
    failed: boolean
    complexity: string
    size: number
    splitKnown: boolean
  },
  random: Random,
): Call[] {
  const doctorAt = of.failed && of.times.length > 2 ? of.times.length - 1 : -1
  const auditorAt = doctorAt === -1 ? of.times.length - 1 : doctorAt - 1
  const weight = of.size * (of.complexity === 'high' ? 1.6 : of.complexity === 'low' ? 0.6 : 1)
  return of.times.map((at, index) => {
    const { splitKnown } = of
    if (index === doctorAt) return doctorCall(at, of.index, splitKnown, random)
    if (index === auditorAt)
      return {
        at,
        role: 'auditor',
        ...crew.auditor,
        ...sizes(6, 22, 0.4, 2.4, weight, random),
        splitKnown,
        doctor: null,
      }
    const role = index === 0 && of.index === 0 && random.chance(0.2) ? 'agent:planner' : 'builder'
    return { at, role, ...crew.builder, ...sizes(11, 52, 1.8, 9.5, weight, random), splitKnown, doctor: null }
  })
}

function doctorCall(at: number, attempt: number, splitKnown: boolean, random: Random): Call {
  const strong = attempt > 0
  // Old rows carry the role but not the flag, as Autopack's own writer did for weeks.
  const doctor = {
    model: strong ? 'strong' : 'cheap',
    action: random.pick(DOCTOR_ACTIONS),
    flagged: random.chance(0.85),
  } as const
  const who = strong ? MODELS.opus : MODELS.mini
  return { at, role: 'doctor', ...who, ...sizes(2.5, 7, 0.2, 0.9, 1, random), splitKnown, doctor }
}

/** Thousands of tokens. */
function sizes(promptFrom: number, promptTo: number, outFrom: number, outTo: number, weight: number, random: Random) {
  const between = (from: number, to: number) => Math.round((from + (to - from) * random.next()) * 1_000 * weight)
  return { prompt: between(promptFrom, promptTo), completion: between(outFrom, outTo) }
}
