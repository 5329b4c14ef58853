/** Which runs the sample holds and how each of them ends. Ages are days before `now`. */
import { CREWS, MODELS } from './calls'
import { Random } from './random'
import { type Ending, planRun, type RunPlan, type RunSpec, USUAL_PACE } from './run-plan'
import { STORIES, type Story } from './stories'

const DAY = 86_400_000
const ORDINARY_RUNS = 28

/** Runs that other rows (approvals, pairs, the older copy) refer to. */
export interface Fleet {
  plans: RunPlan[]
  stuck: RunPlan
  waiting: RunPlan
  timedOut: RunPlan
  regressed: RunPlan
  wrongTier: RunPlan
  validPair: readonly [RunPlan, RunPlan]
  refusedPair: readonly [RunPlan, RunPlan]
}

interface Special {
  story: string
  age: number
  ending: Ending
  suffix?: string
  /** Named after the day of this age instead: both runs of a pair carry that of the first. */
  namedAge?: number
  more?: Partial<RunSpec>
}

const ODD_KEY = `hotfix/"Śródmieście" #42 50% off? — r&d 'v2' ✓`

const SPECIALS = {
  stuck: { story: 'session-rotation', age: 0.31, ending: 'working', more: { timesRecorded: true } },
  waiting: { story: 'permission-log', age: 0.035, ending: 'working', more: { timesRecorded: true, brokenAt: 2 } },
  timedOut: {
    story: 'rate-limits',
    age: 5.6,
    ending: 'failed-unfinished',
    more: { failureReason: 'Approval timed out after 15 minutes' },
  },
  regressed: { story: 'thumbnail-pipeline', age: 8.4, ending: 'failed' },
  wrongTier: { story: 'a11y-sweep', age: 12.2, ending: 'failed' },
  control: { story: 'invoice-export', age: 3.4, ending: 'success', suffix: '-control', more: { crew: CREWS[0] } },
  treatment: {
    story: 'invoice-export',
    age: 3.2,
    namedAge: 3.4,
    ending: 'success',
    suffix: '-treatment',
    more: { crew: CREWS[0] },
  },
  oldControl: { story: 'flaky-hunt', age: 10.3, ending: 'success', suffix: '-control', more: { crew: CREWS[0] } },
  oldTreatment: {
    story: 'flaky-hunt',
    age: 9.1,
    namedAge: 10.3,
    ending: 'failed',
    suffix: '-treatment',
    more: { crew: CREWS[1] },
  },
} as const satisfies Record<string, Special>

const OTHERS: readonly Special[] = [
  { story: 'api-paging', age: 2.1, ending: 'success', more: { tokenCap: 500_000, crew: CREWS[0] } },
  { story: 'import-hardening', age: 1.3, ending: 'failed-unfinished' },
  { story: 'digest-mails', age: 7.2, ending: 'failed-unfinished' },
  {
    story: 'proration-fix',
    age: 0.8,
    ending: 'failed-all-complete',
    more: { failureReason: 'Validation of deliverables failed' },
  },
  { story: 'docs-quickstart', age: 11.5, ending: 'failed-all-complete' },
  { story: 'dependency-bump', age: 1.9, ending: 'open-all-final' },
  { story: 'permission-log', age: 14.3, ending: 'open-all-final' },
  {
    story: 'parcel-search',
    age: 4.7,
    ending: 'budget',
    more: { failureReason: 'Token budget exhausted', tokenCap: 2_500_000 },
  },
  { story: 'digest-mails', age: 0.16, ending: 'untouched' },
  { story: 'docs-quickstart', age: 9.9, ending: 'untouched' },
  { story: 'rate-limits', age: 4.2, ending: 'unknown-state', more: { brokenAt: 2 } },
  { story: 'proration-fix', age: 6.6, ending: 'success', more: { key: ODD_KEY } },
  // Long prompts: the price changes above 200,000 tokens.
  {
    story: 'thumbnail-pipeline',
    age: 2.6,
    ending: 'success',
    more: { pace: { ...USUAL_PACE, size: 6 }, crew: { builder: MODELS.gemini, auditor: MODELS.gemini }, phases: 2 },
  },
]

/** Plans the whole fleet; equal seed and time give equal plans. */
export function planFleet(seed: string, now: number): Fleet {
  const taken = new Set<string>()
  const plan = (special: Special) => planSpecial(special, seed, now, taken)
  const [control, treatment] = [plan(SPECIALS.control), plan(SPECIALS.treatment)] as const
  const [oldControl, oldTreatment] = [plan(SPECIALS.oldControl), plan(SPECIALS.oldTreatment)] as const
  const named = {
    stuck: plan(SPECIALS.stuck),
    waiting: plan(SPECIALS.waiting),
    timedOut: plan(SPECIALS.timedOut),
    regressed: plan(SPECIALS.regressed),
    wrongTier: plan(SPECIALS.wrongTier),
  }
  const others = [...OTHERS, ...ordinary(seed)].map(plan)
  const plans = [...Object.values(named), control, treatment, oldControl, oldTreatment, ...others]
  plans.sort((a, b) => a.createdAt - b.createdAt)
  return { ...named, plans, validPair: [control, treatment], refusedPair: [oldControl, oldTreatment] }
}

function ordinary(seed: string): Special[] {
  const random = new Random(`${seed} ordinary`)
  return Array.from({ length: ORDINARY_RUNS }, (_, index) => ({
    story: random.pick(STORIES).stem,
    age: 0.4 + (index * 20.2 + random.next() * 14) / ORDINARY_RUNS,
    ending: random.chance(0.7) ? 'success' : 'failed',
    more: { splitKnown: index % 9 !== 4 },
  }))
}

function planSpecial(special: Special, seed: string, now: number, taken: Set<string>): RunPlan {
  const story = storyOf(special.story)
  const createdAt = Math.floor(now - special.age * DAY)
  const named = dayStamp(Math.floor(now - (special.namedAge ?? special.age) * DAY))
  const key = special.more?.key ?? freeKey(`${story.stem}-${named}`, special.suffix ?? '', taken)
  const random = new Random(`${seed} ${key}`)
  return planRun(
    { story, ending: special.ending, createdAt, crew: random.pick(CREWS), pace: USUAL_PACE, ...special.more, key },
    random,
  )
}

export function storyOf(stem: string): Story {
  return STORIES.find((story) => story.stem === stem) ?? STORIES[0]
}

/** `stem-20251208`, then `stem-20251208b`, as people name their second try of a day. */
function freeKey(stem: string, suffix: string, taken: Set<string>): string {
  for (const letter of ['', ...'bcdefghijklmnopqrstuvwxyz']) {
    const key = `${stem}${letter}${suffix}`
    if (taken.has(key)) continue
    taken.add(key)
    return key
  }
  throw new Error(`Too many runs are called ${stem}`)
}

/** `20251208`, in UTC. */
export function dayStamp(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10).replaceAll('-', '')
}
