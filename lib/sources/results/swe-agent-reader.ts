import type { UsageRecord } from '@/lib/model/records'
import type { Usage } from '@/lib/model/usage'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { Fields, shortId } from './fields'
import { usageRecord } from './record-makers'
import { SweAgentHistory } from './swe-agent-history'
import { usageFrom } from './token-counts'
import { type Trajectory, type TrajectoryPlace, trajectoryPlace, trajectoryRecords } from './trajectory-records'

/** Trajectories of SWE-agent, whole or in part: old and demonstration files lack the configuration or all but the history. */
export const sweAgentReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!/"(trajectory|history)"/.test(document.text())) return null
    const json = document.json()
    if (!isObject(json)) return null
    const fields = new Fields(json)
    const steps = fields.list('trajectory').slice(0, 3).some(isStep)
    const empty = Array.isArray(fields.raw('trajectory')) && fields.json('info') !== null
    if (steps || empty) return { systemVersion: fields.has('replay_config') ? 'SWE-agent' : 'SWE-agent, older' }
    return fields.list('history').slice(0, 3).some(isTurn) ? { systemVersion: 'SWE-agent, history only' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

const isStep = (value: unknown) =>
  isObject(value) && 'action' in value && ('observation' in value || 'response' in value)
const isTurn = (value: unknown) => isObject(value) && 'role' in value && 'agent' in value

function* parts(document: Document): Iterable<Piece> {
  const flags = new Set<string>()
  const fields = new Fields(document.json(), flags)
  const replay = new Fields(replayConfig(fields), flags)
  const problem = replay.object('problem_statement')
  const told = [replay.object('env').object('deployment').text('image'), fields.text('environment')]
  const stated = problem.id('id')
  const item = stated === null || /^[a-z0-9]{6}$/.test(stated) ? null : stated
  const place = trajectoryPlace(
    document.path,
    fields.id('instance_id') ?? item,
    told.filter((text) => text !== null),
    'SWE-agent',
  )
  const { trajectory, rejected } = trajectoryOf(place, fields, replay, flags)
  if (rejected > 0) yield rejection('history', `${rejected} of its parts are no objects`)
  for (const record of trajectoryRecords(place, trajectory)) yield { records: [record] }
}

/** An object, or its JSON as text. */
function replayConfig(fields: Fields): unknown {
  const text = fields.text('replay_config')
  if (text === null) return fields.raw('replay_config')
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function trajectoryOf(place: TrajectoryPlace, fields: Fields, replay: Fields, flags: Set<string>) {
  const read = new SweAgentHistory(place.sessionKey)
  const steps = fields.list('trajectory')
  if (fields.list('history').length > 0) read.readHistory(fields.list('history'))
  else read.readSteps(steps)
  const info = fields.object('info')
  const stats = info.object('model_stats')
  const counts = { input: stats.tokens('tokens_sent'), output: stats.tokens('tokens_received') }
  const usage = usageFrom({ ...counts, cacheRead: null, cacheWrite: null, reasoning: null, total: null }, true, flags)
  // Replays and demonstrations write nothing but zeros: nobody counted.
  const listPico = usage === null && stats.pico('instance_cost') === 0n ? null : stats.pico('instance_cost')
  const calls = stats.count('api_calls')
  const model = replay.object('agent').object('model').id('name')
  const trajectory: Trajectory = {
    agent: 'SWE-agent',
    version: info.id('swe_agent_version'),
    model,
    exitStatus: info.text('exit_status'),
    submission: info.text('submission'),
    startedAt: null,
    endedAt: null,
    usage,
    listPico,
    seconds: null,
    calls: calls === 0 ? null : calls,
    entries: read.entries,
    events: usage === null ? [] : [spent(place, usage, listPico, model)],
    data: { steps: steps.length, toolSeconds: toolSeconds(steps), environment: fields.id('environment') },
    flags: [...flags],
  }
  return { trajectory, rejected: read.rejected }
}

/** Only the sum over all calls is recorded. */
function spent(place: TrajectoryPlace, usage: Usage, costPico: bigint | null, model: string | null): UsageRecord {
  const { sessionKey, runKey, ref } = place
  return usageRecord({ nativeId: shortId(sessionKey), runKey, sessionKey, usage, costPico, model, ref })
}

function toolSeconds(steps: readonly unknown[]): number | null {
  const known = steps.map((step) => new Fields(step).amount('execution_time')).filter((one) => one !== null)
  return known.length === 0 ? null : Number(known.reduce((sum, one) => sum + one, 0).toFixed(3))
}
