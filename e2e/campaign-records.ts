import { appendFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'

/** Runs of an orchestrator as Pitwall's own records. */

type Values = Record<string, unknown>

interface Given {
  id: string
  status: string
  /** Of its start; it takes ten minutes. */
  at: Date
  model: string
  tokens?: number
  more?: Values
}

const MINUTES = 60_000
/** Everything that validity asks for, so that only the model differs. */
const SETTINGS = {
  ...{ commit: 'abcdef1', item_set: 'ten', tool_versions: '1', seed: 1, budget: 5, price_table: 'p' },
  ...{ switches: 's', judge: 'j', configuration: 'c' },
}

function lines({ id, status, at, model, tokens, more }: Given): Values[] {
  const isOver = status === 'failed' || status === 'succeeded'
  const end = new Date(at.getTime() + (isOver ? 10 : 1) * MINUTES).toISOString()
  const run = {
    ...{
      v: 1,
      kind: 'run',
      runId: id,
      goal: `Goal of ${id.split('-replay-')[0]}`,
      status,
      startedAt: at.toISOString(),
    },
    ...(isOver ? { endedAt: end } : {}),
    ...{ updatedAt: end, data: { ...SETTINGS, model } },
    ...more,
  }
  const usage = { v: 1, kind: 'usage', usageId: `${id} ${end}`, runId: id, at: end, model, usage: { total: tokens } }
  return tokens === undefined ? [run] : [run, usage]
}

/** Adds runs to the fleet's file, which is read on from where it was. */
export function writeRuns(file: string, runs: readonly Given[]): string {
  mkdirSync(path.dirname(file), { recursive: true })
  appendFileSync(
    file,
    runs
      .flatMap(lines)
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
  )
  return file
}

const LONG_AGO = new Date('2026-01-05T10:00:00.000Z')
export const HOSTILE = 'evil <b>"#/%'

/** Ten that failed at their task, one of infrastructure, one with a hostile id, one that succeeded. */
export const ORIGINALS: readonly Given[] = [
  ...Array.from({ length: 10 }, (_, at) => ({
    ...{ id: `build-${at}`, status: 'failed', at: LONG_AGO, model: 'gpt-5', tokens: 10_000 + at * 137 },
    more: { failureReason: 'PATCH_FAILED: patch does not apply' },
  })),
  { id: 'proxy', status: 'failed', at: LONG_AGO, model: 'gpt-5', more: { failureReason: 'connection refused' } },
  { id: HOSTILE, status: 'failed', at: LONG_AGO, model: 'gpt-5', more: { failureReason: '<script>alert(1)</script>' } },
  { id: 'good', status: 'succeeded', at: LONG_AGO, model: 'gpt-5' },
]

/** The replay of an original, begun now. */
export const replay = (id: string, status: string, values: Partial<Given> = {}): Given => ({
  ...{ id: `${id}-replay-20260102-030405`, status, at: new Date(Date.now() + MINUTES), model: 'sonnet', tokens: 8_000 },
  ...values,
})
