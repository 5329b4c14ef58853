/** What the lines of Obra's console say, gathered into one execution. */
import type { DecidedStep } from './decision-loop'
import { plainWord } from './states'

export interface ConsoleStep extends DecidedStep {
  /** The number that the line gives it, and the most there may be. */
  number: number
  of: number | null
  /** From 1; a retry after the limit of turns counts its iterations anew. */
  attempt: number
  answered: boolean
  validated: boolean | null
  line: number
}

/** Something that failed, once for all lines that say the same. */
interface ConsoleProblem {
  type: string
  message: string
  count: number
  line: number
}

export interface ConsoleFacts {
  lines: number
  steps: ConsoleStep[]
  problems: Map<string, ConsoleProblem>
  /** Problems beyond those that are kept. */
  problemsLost: number
  stepsLost: number
  taskId: string | null
  statusRaw: string | null
  taskStatus: string | null
  error: string | null
  seconds: number | null
  goal: string | null
}

const LINE_MAX = 2_000
const PROBLEMS_MAX = 1_000
const STEPS_MAX = 10_000
/** Colours of a terminal. */
const COLOURS = /\u001b\[[0-9;]*[A-Za-z]/g

/** Lines without colours, each cut to what a fact can hold, without holding them all. */
function* linesOf(text: string): Iterable<{ text: string; line: number }> {
  let from = 0
  for (let line = 1; from <= text.length; line += 1) {
    const end = text.indexOf('\n', from)
    const until = end === -1 ? text.length : end
    yield {
      text: text
        .slice(from, Math.min(until, from + LINE_MAX))
        .replace(COLOURS, '')
        .trim(),
      line,
    }
    from = until + 1
  }
}

const numberOf = (text: string | undefined): number | null => {
  const value = Number(text)
  return text !== undefined && Number.isFinite(value) ? value : null
}

function addProblem(facts: ConsoleFacts, type: string, message: string, line: number): void {
  const key = `${type}\n${message}`
  const known = facts.problems.get(key)
  if (known) known.count += 1
  else if (facts.problems.size < PROBLEMS_MAX) facts.problems.set(key, { type, message, count: 1, line })
  else facts.problemsLost += 1
}

type Taker = (facts: ConsoleFacts, match: RegExpExecArray, line: number) => void

const last = (facts: ConsoleFacts) => facts.steps.at(-1)

function beginStep(facts: ConsoleFacts, match: RegExpExecArray, line: number): void {
  const number = numberOf(match[1]) ?? 0
  const before = last(facts)
  const attempt = before === undefined ? 1 : before.attempt + (number <= before.number ? 1 : 0)
  const index = facts.steps.length + 1
  if (index > STEPS_MAX) {
    facts.stepsLost += 1
    return
  }
  facts.steps.push({
    phaseKey: `iteration-${index}`,
    index,
    endedAt: null,
    calls: { decision: null, quality: null, confidence: null },
    number,
    of: numberOf(match[2]),
    attempt,
    answered: false,
    validated: null,
    line,
  })
}

const setCall =
  (name: 'quality' | 'confidence'): Taker =>
  (facts, match) => {
    const step = last(facts)
    if (step) step.calls = { ...step.calls, [name]: numberOf(match[1]) }
  }

const set =
  (name: 'error' | 'taskStatus' | 'statusRaw' | 'taskId'): Taker =>
  (facts, match) => {
    facts[name] = match[1] ?? null
  }

/** First hit wins; each is tried at a line of at most 2,000 characters. */
const TAKERS: readonly [RegExp, Taker][] = [
  [/\[OBRA\]\s+Starting iteration (\d{1,9})(?:\/(\d{1,9}))?/, beginStep],
  [
    /\[OBRA\]\s+Response received/,
    (facts) => {
      const step = last(facts)
      if (step) step.answered = true
    },
  ],
  [
    /\[OBRA\]\s+Validation:\s*(\S+)/,
    (facts, match) => {
      const step = last(facts)
      if (step) step.validated = /^(✓|✔|pass|ok|true)/i.test(match[1] ?? '')
    },
  ],
  [/\[QWEN\]\s+Quality:\s*(\d+(?:\.\d+)?)/, setCall('quality')],
  [/\[QWEN\]\s+Confidence:\s*(\d+(?:\.\d+)?)/, setCall('confidence')],
  [
    /\[OBRA\]\s+Decision:\s*(\S{1,60})/,
    (facts, match) => {
      const step = last(facts)
      if (step) step.calls = { ...step.calls, decision: plainWord(match[1] ?? null) }
    },
  ],
  [
    /^Condition evaluation failed: (.+)$/,
    (facts, match, line) =>
      addProblem(facts, 'broken_breakpoint_rule', `Condition evaluation failed: ${match[1] ?? ''}`, line),
  ],
  [
    /(?:^|\s)ERROR_MAX_TURNS: task_id=(\S+?), (.+)$/,
    (facts, match, line) => {
      facts.taskId ??= match[1] ?? null
      addProblem(facts, 'error_max_turns', `error_max_turns: ${match[2] ?? ''}`, line)
    },
  ],
  [
    /(?:^|\s)TASK ERROR: task_id=(\S+?), error=(.+)$/,
    (facts, match) => {
      facts.taskId ??= match[1] ?? null
      facts.error ??= match[2] ?? null
    },
  ],
  [/^Transaction rolled back: (.+)$/, (facts, match, line) => addProblem(facts, 'transaction', match[1] ?? '', line)],
  [/^Error: (.+)$/, set('error')],
  [/\bTaskStatus\.([A-Za-z_]{1,40})/, set('taskStatus')],
  [/^\W*(?:final |result )?status:\s*['"]?([A-Za-z_]{1,40})/i, set('statusRaw')],
  [/^\W*Task ID:\s*(\S{1,100})/i, set('taskId')],
  [
    /^\W*(?:elapsed|duration|total time|time)[^\d:]{0,20}:\s*(\d+(?:\.\d+)?)\s*s/i,
    (facts, match) => {
      facts.seconds = numberOf(match[1])
    },
  ],
]

/** Reads a console log to its end. */
export function consoleFacts(text: string): ConsoleFacts {
  const facts: ConsoleFacts = {
    lines: 0,
    steps: [],
    problems: new Map(),
    problemsLost: 0,
    stepsLost: 0,
    taskId: null,
    statusRaw: null,
    taskStatus: null,
    error: null,
    seconds: null,
    goal: null,
  }
  let awaitsGoal = false
  for (const { text: line, line: number } of linesOf(text)) {
    facts.lines = number
    if (line === '') continue
    if (awaitsGoal) {
      facts.goal ??= line
      awaitsGoal = false
    }
    if (/^(?:\W*)Description:$/.test(line)) awaitsGoal = true
    for (const [finds, take] of TAKERS) {
      const match = finds.exec(line)
      if (match === null) continue
      take(facts, match, number)
      break
    }
  }
  return facts
}
