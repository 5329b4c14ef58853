import type { ABResultRecord } from '@/lib/model/records'
import { isObject, type Json } from '@/lib/sources/codex/json-value'
import { inBatches, rejection, type Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { stableHash } from '@/lib/sources/stable-hash'

/** Percentage points, as the table of persisted results has them. */
const POINTS = 100
const REPLAY_TEST = 'replays'
/** States in which a run of Autopack is over. */
const FINAL = /^DONE_/

/** The report of the tool that compares pairs of runs, and what a replay campaign writes of each original and its replay. */
export const autopackComparisonReader: DocumentReader = {
  system: 'autopack',
  parserVersion: 1,
  detect(document) {
    const json = read(document)
    if (json === null) return null
    if (isReport(json)) return { systemVersion: 'comparison of pairs' }
    return isReplay(json) ? { systemVersion: 'comparison of a replay' } : null
  },
  latestAt: (document) => stampOf(read(document) ?? {}),
  read(document, cursor) {
    const json = read(document) ?? {}
    return inBatches(isReplay(json) ? replay(json) : pairs(json), cursor)
  },
}

function read(document: Document): Json | null {
  if (!/^\s*\{/.test(document.text().slice(0, 1_000))) return null
  const json = document.json()
  return isObject(json) ? json : null
}

const isReport = ({ meta, pairs, validity_checks }: Json) =>
  isObject(meta) && Array.isArray(pairs) && Array.isArray(validity_checks)
const isReplay = ({ original_run_id, replay_run_id }: Json) =>
  typeof original_run_id === 'string' && typeof replay_run_id === 'string'

function stampOf(json: Json): string | null {
  const cells = new JsonCells(json)
  return cells.cells('meta').time('generated_at') ?? cells.time('generated_at')
}

const NO_TABLE = {
  ...{ kind: 'abResult' as const, controlCommitSha: null, treatmentCommitSha: null },
  // The commit and hashes of such a file are the tool's own, or "placeholder".
  ...{ controlModelHash: null, treatmentModelHash: null },
}

function* pairs(json: Json): Generator<Yielded> {
  const at = stampOf(json)
  const report = new JsonCells(json)
  const checks = new Map(
    report.list('validity_checks').map((check) => {
      const cells = new JsonCells(check)
      return [cells.key('pair_id'), cells] as const
    }),
  )
  for (const [index, value] of report.list('pairs').entries()) {
    const ref = `pairs[${index}]`
    const pair = new JsonCells(value)
    const id = pair.key('pair_id') ?? String(index)
    const [control, treatment] = [pair.cells('control_run'), pair.cells('treatment_run')]
    const [controlRunKey, treatmentRunKey] = [control.key('run_id'), treatment.key('run_id')]
    if (controlRunKey === null || treatmentRunKey === null) {
      yield rejection(ref, 'the pair does not name both runs')
      continue
    }
    const check = checks.get(id)
    const record: ABResultRecord = {
      ...NO_TABLE,
      ...{ key: `report/${stableHash([at, id, controlRunKey, treatmentRunKey])}`, controlRunKey, treatmentRunKey },
      testId: `comparison ${at ?? 'without time'}`,
      isValid: check?.bool('is_valid') ?? false,
      validityErrors: check ? [...texts(check, 'errors'), ...texts(check, 'warnings')] : ['nothing was checked'],
      tokenDelta: wholeOf(pair, 'delta_total_tokens'),
      timeDeltaSeconds: pair.number('delta_wall_time_seconds'),
      successRateDelta: difference(pair.number('control_success_rate'), pair.number('treatment_success_rate')),
      ...phasesOf(control, treatment, { tokens: 'total_tokens', total: 'phases_total' }),
      ...{ createdAt: at, createdBy: report.cells('experiment_metadata').text('operator') },
      ...{ ref, flags: [...new Set([...pair.flags, ...control.flags, ...treatment.flags])] },
    }
    yield record
  }
}

/** A replay is compared when it has just begun; that is told, and the runs themselves say the rest when they are over. */
function* replay(json: Json): Generator<Yielded> {
  const cells = new JsonCells(json)
  const [original, again] = [cells.cells('original'), cells.cells('replay')]
  const [controlRunKey, treatmentRunKey] = [cells.key('original_run_id'), cells.key('replay_run_id')]
  if (controlRunKey === null || treatmentRunKey === null) {
    yield rejection('the file', 'the comparison does not name both runs')
    return
  }
  const state = again.text('state')
  const record: ABResultRecord = {
    ...NO_TABLE,
    ...{
      key: `replay/${stableHash([controlRunKey, treatmentRunKey])}`,
      testId: REPLAY_TEST,
      controlRunKey,
      treatmentRunKey,
    },
    isValid: false,
    validityErrors: FINAL.test(state ?? '')
      ? ['a replay campaign checks nothing']
      : [`compared while the replay was ${state ?? 'in no recorded state'}`],
    tokenDelta: wholeOf(cells.cells('deltas'), 'token_delta'),
    ...{ timeDeltaSeconds: null, successRateDelta: null },
    ...phasesOf(original, again, { tokens: 'tokens_used', total: 'total_phases' }),
    ...{ createdAt: stampOf(json), createdBy: 'replay campaign', ref: 'comparison', flags: [...cells.flags] },
  }
  yield record
}

function phasesOf(control: JsonCells, treatment: JsonCells, { tokens, total }: { tokens: string; total: string }) {
  return {
    controlTotalTokens: control.tokens(tokens),
    controlPhasesComplete: control.whole('phases_complete'),
    controlPhasesFailed: control.whole('phases_failed'),
    controlTotalPhases: control.whole(total),
    treatmentTotalTokens: treatment.tokens(tokens),
    treatmentPhasesComplete: treatment.whole('phases_complete'),
    treatmentPhasesFailed: treatment.whole('phases_failed'),
    treatmentTotalPhases: treatment.whole(total),
  }
}

function texts(cells: JsonCells, name: string): string[] {
  return cells
    .list(name)
    .filter((text) => typeof text === 'string')
    .map((text) => text.slice(0, 2_000))
}

function wholeOf(cells: JsonCells, name: string): bigint | null {
  const value = cells.number(name)
  return value === null || !Number.isSafeInteger(value) ? null : BigInt(value)
}

const difference = (control: number | null, treatment: number | null) =>
  control === null || treatment === null ? null : (treatment - control) * POINTS
