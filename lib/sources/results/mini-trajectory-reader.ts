import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { Fields } from './fields'
import { MiniMessages } from './mini-messages'
import { type Trajectory, type TrajectoryPlace, trajectoryPlace, trajectoryRecords } from './trajectory-records'

/**
 * Trajectories of mini-SWE-agent: `messages` with every answer of the interface as it came, and in older versions a bare
 * list of messages. Two costs are told apart: what the agent computed by list prices, and what the router charged.
 */
export const miniTrajectoryReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().slice(0, 5_000_000).includes('"role"')) return null
    const json = document.json()
    if (isBareList(json)) return { systemVersion: 'mini-swe-agent, bare list' }
    const fields = new Fields(json)
    const format = fields.id('trajectory_format')
    const named = format?.startsWith('mini-swe-agent') === true
    const shaped = isMessages(fields.raw('messages')) && fields.json('info') !== null
    return named || shaped ? { systemVersion: format ?? 'mini-swe-agent' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

const isMessage = (value: unknown) =>
  isObject(value) && typeof value['role'] === 'string' && ('content' in value || 'tool_calls' in value)
const isMessages = (value: unknown): value is unknown[] => Array.isArray(value) && value.slice(0, 3).some(isMessage)

/** A list of nothing but messages, one of them an answer: other lists of chats have no answer of an agent's form. */
const isBareList = (json: unknown): json is unknown[] =>
  isMessages(json) && json.slice(0, 10).every(isMessage) && Object.keys(Object(json[0])).length <= 4

function* parts(document: Document): Iterable<Piece> {
  const json = document.json()
  const flags = new Set<string>()
  const fields = new Fields(isBareList(json) ? { messages: json } : json, flags)
  const info = fields.object('info')
  const config = info.object('config')
  const told = [config.object('environment').text('image'), config.object('run').text('subset')]
  const place = trajectoryPlace(
    document.path,
    fields.id('instance_id'),
    told.filter((text) => text !== null),
    'mini-swe-agent',
  )
  const messages = fields.list('messages')
  const { trajectory, rejected } = trajectoryOf(place, info, messages, flags)
  if (rejected > 0) yield rejection('messages', `${rejected} of them are no objects`)
  for (const record of trajectoryRecords(place, trajectory)) yield { records: [record] }
}

function trajectoryOf(place: TrajectoryPlace, info: Fields, messages: readonly unknown[], flags: Set<string>) {
  const said = new MiniMessages(place, flags).read(messages)
  const stats = info.object('model_stats')
  const listed = stats.pico('instance_cost')
  // Older versions write a cost of nothing where none was computed.
  const listPico = listed === 0n && said.usage === null ? null : listed
  const model = info.object('config').object('model').id('model_name') ?? said.model
  const calls = stats.count('api_calls') ?? (said.responses > 0 ? said.responses : null)
  if (said.firstAt !== null) flags.add('duration_second_resolution')
  const trajectory: Trajectory = {
    agent: 'mini-swe-agent',
    version: info.id('mini_version'),
    model,
    exitStatus: info.text('exit_status'),
    submission: info.text('submission'),
    startedAt: said.firstAt,
    endedAt: said.lastAt,
    usage: said.usage,
    listPico,
    seconds: secondsBetween(said.firstAt, said.lastAt),
    calls: calls === 0 ? null : calls,
    entries: said.entries,
    events: said.events,
    data: {
      listPico: listPico?.toString() ?? null,
      chargedPico: said.chargedPico?.toString() ?? null,
      chargedCalls: said.chargedCalls,
      responses: said.responses,
      secondsAre: said.firstAt === null ? null : 'from the first to the last answer: a lower bound',
      messages: messages.length,
    },
    flags: [...flags],
  }
  return { trajectory, rejected: said.rejected }
}

function secondsBetween(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null
  const seconds = (Date.parse(to) - Date.parse(from)) / 1_000
  return seconds >= 0 ? seconds : null
}
