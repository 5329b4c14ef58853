import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** Columns that both sides have: ccusage does not tell cache writes by their lifetime. */
const CLASSES = ['input', 'output', 'cacheWrite', 'cacheRead']
const nothing = () => ({ input: 0, output: 0, cacheWrite: 0, cacheRead: 0 })

function addTo(sums, model, counts) {
  const sum = sums.get(model) ?? nothing()
  for (const name of CLASSES) sum[name] += counts[name] ?? 0
  sums.set(model, sum)
}

/** Sums per model of `ccusage … --json --breakdown`. */
export function ofCcusage({ daily }) {
  const sums = new Map()
  for (const { modelBreakdowns } of daily) {
    for (const { modelName, inputTokens, outputTokens, cacheCreationTokens, cacheReadTokens } of modelBreakdowns) {
      const counts = {
        input: inputTokens,
        output: outputTokens,
        cacheWrite: cacheCreationTokens,
        cacheRead: cacheReadTokens,
      }
      addTo(sums, modelName, counts)
    }
  }
  return sums
}

/** Sums per model of `pitwall tokens --by model --json`. */
export function ofPitwall({ rows }) {
  const sums = new Map()
  for (const { key, usage } of rows) {
    addTo(sums, key, { ...usage, cacheWrite: (usage.cacheWrite5m ?? 0) + (usage.cacheWrite1h ?? 0) })
  }
  return sums
}

/** ccusage takes times without decimals or with exactly three, and drops a record with another, silently. */
const OTHER_TIME = /"timestamp":"[^".]*\.(?!\d{3}[Z+-])[^"]*"/

/** What the responses of such records hold, each response once, at its greatest. */
export function droppedByTime(projects) {
  const responses = new Map()
  for (const name of readdirSync(projects, { recursive: true })) {
    if (!name.endsWith('.jsonl')) continue
    for (const line of readFileSync(path.join(projects, name), 'utf8').split('\n')) {
      if (!OTHER_TIME.test(line)) continue
      const { type, requestId, message } = parsed(line)
      if (type !== 'assistant' || !message?.usage) continue
      const { model, id, usage } = message
      const key = `${id} ${requestId}`
      const seen = responses.get(key)?.counts ?? nothing()
      const counts = {
        input: Math.max(seen.input, usage.input_tokens ?? 0),
        output: Math.max(seen.output, usage.output_tokens ?? 0),
        cacheWrite: Math.max(seen.cacheWrite, usage.cache_creation_input_tokens ?? 0),
        cacheRead: Math.max(seen.cacheRead, usage.cache_read_input_tokens ?? 0),
      }
      responses.set(key, { model, counts })
    }
  }
  const sums = new Map()
  for (const { model, counts } of responses.values()) addTo(sums, model, counts)
  return { sums, responses: responses.size }
}

function parsed(line) {
  try {
    return JSON.parse(line)
  } catch {
    return {}
  }
}

/** One row per model: `agree`, `explained` (the dropped records are the whole difference) or `differ`. */
export function compareModels(ours, theirs, dropped) {
  const models = [...new Set([...ours.keys(), ...theirs.keys()])].sort()
  return models.flatMap((model) => {
    const [a, b, lost] = [ours, theirs, dropped].map((sums) => sums.get(model) ?? nothing())
    if (CLASSES.every((name) => a[name] === 0 && b[name] === 0)) return []
    const difference = Object.fromEntries(CLASSES.map((name) => [name, a[name] - b[name]]))
    const isEqual = CLASSES.every((name) => difference[name] === 0)
    const isExplained = CLASSES.every((name) => difference[name] === lost[name])
    return [{ model, ours: a, difference, verdict: isEqual ? 'agree' : isExplained ? 'explained' : 'differ' }]
  })
}
