/** How two transcripts part, from the steps right after the place. Pure. */

export interface Step {
  /** The entry. */
  id: string
  /** Equal for two steps that did the same. */
  key: string
  kind: string
  tool: string | null
  /** How a call ended; null when it is not known or the step is no call. */
  outcome: string | null
}

export const DIVERGENCE_KINDS = [
  'added',
  'left_out',
  'repeated',
  'moved',
  'other_input',
  'other_tool',
  'other_kind',
  'ended',
  'other_outcome',
  'other_words',
] as const

type FoundKind = Exclude<(typeof DIVERGENCE_KINDS)[number], 'other_outcome' | 'other_words'>

/** Equal steps in a row that make a meeting; one is enough where no better is found. */
const MEETING = [2, 1] as const

export interface Ahead {
  steps: readonly Step[]
  /** As many steps were asked for: fewer means that the transcript ends with them. */
  window: number
}

export interface Meeting {
  /** Steps of each side that stand before it. */
  control: number
  treatment: number
}

/** True when both go on alike from there for `count` steps, or to the end of both. */
function meets(control: Ahead, treatment: Ahead, left: number, right: number, count: number): boolean {
  for (let at = 0; at < count; at += 1) {
    const [a, b] = [control.steps[left + at], treatment.steps[right + at]]
    if (a === undefined && b === undefined)
      return control.steps.length < control.window && treatment.steps.length < treatment.window
    if (a?.key !== b?.key) return false
  }
  return true
}

/** The nearest place where both go on together, counted in steps of both sides. */
function nearestMeeting(control: Ahead, treatment: Ahead): Meeting | null {
  const farthest = control.steps.length + treatment.steps.length
  for (const count of MEETING) {
    for (let sum = 1; sum <= farthest; sum += 1) {
      for (
        let left = Math.max(0, sum - treatment.steps.length);
        left <= Math.min(sum, control.steps.length);
        left += 1
      ) {
        if (meets(control, treatment, left, sum - left, count)) return { control: left, treatment: sum - left }
      }
    }
  }
  return null
}

const keysOf = (steps: readonly Step[]) => steps.map(({ key }) => key)

/** How often each of some keys occurs in a list. */
function countsOf(keys: readonly string[], list: readonly string[]): Map<string, number> {
  const counts = new Map(keys.map((key) => [key, 0]))
  for (const key of list) {
    const count = counts.get(key)
    if (count !== undefined) counts.set(key, count + 1)
  }
  return counts
}

/** True when a block is what was done just before, once or more often. */
function repeats(block: readonly string[], before: readonly string[]): boolean {
  for (let period = 1; period <= block.length; period += 1) {
    if (block.length % period !== 0 || period > before.length) continue
    const last = before.slice(-period)
    if (block.every((key, at) => key === last[at % period])) return true
  }
  return false
}

/** True when the other side does the same later, as often in all. */
function occursLater(block: readonly string[], own: readonly string[], other: readonly string[]): boolean {
  const [here, there] = [countsOf(block, own), countsOf(block, other)]
  return block.every((key) => (there.get(key) ?? 0) >= (here.get(key) ?? 0))
}

function kindOfExtra(block: readonly string[], before: readonly string[], own: string[], other: string[]) {
  if (repeats(block, before)) return 'repeated'
  return occursLater(block, own, other) ? 'moved' : null
}

function kindOfChange(control: Step | undefined, treatment: Step | undefined): FoundKind {
  if (!control || !treatment) return 'ended'
  if (control.kind !== treatment.kind) return 'other_kind'
  return control.tool === treatment.tool ? 'other_input' : 'other_tool'
}

const sameSteps = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.toSorted().join('\n') === b.toSorted().join('\n')

/**
 * What kind of parting it is and where both meet again, null when they do not within the window.
 * @param before keys of the steps that both sides did before, the newest last
 * @param control the steps from the first one that differs
 */
export function classify(
  before: readonly string[],
  control: Ahead,
  treatment: Ahead,
): { kind: FoundKind; meet: Meeting | null } {
  const [left, right] = [keysOf(control.steps), keysOf(treatment.steps)]
  const meet = nearestMeeting(control, treatment)
  const [more, fewer] = [left.slice(0, meet?.control), right.slice(0, meet?.treatment)]
  const change = kindOfChange(control.steps[0], treatment.steps[0])
  // The end of one side is a meeting only for what came again.
  if (change === 'ended') {
    const rest = left.length > 0 ? left : right
    return { kind: rest.length < control.window && repeats(rest, before) ? 'repeated' : 'ended', meet: null }
  }
  if (meet?.control === 0) return { kind: kindOfExtra(fewer, before, right, left) ?? 'added', meet }
  if (meet?.treatment === 0) return { kind: kindOfExtra(more, before, left, right) ?? 'left_out', meet }
  return { kind: meet && sameSteps(more, fewer) ? 'moved' : change, meet }
}
