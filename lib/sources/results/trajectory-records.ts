import type { CanonicalRecord, EntryRecord, UsageRecord } from '@/lib/model/records'
import type { Usage } from '@/lib/model/usage'
import { type Benchmark, benchmarkNamed, benchmarkOfItems, knownBenchmark } from './benchmark'
import { exitOf } from './exit-status'
import { shortId } from './fields'
import { baseName, setNameOf } from './path-names'
import { failureRecord, jobRecord, resultRecord, runRecord, sessionRecord } from './record-makers'

/** Whose trajectory it is: one item, tried by one configuration. */
export interface TrajectoryPlace {
  benchmark: Benchmark
  runKey: string
  configuration: string
  sessionKey: string
  item: string
  ref: string
}

/**
 * Where a trajectory belongs. The set is what the content tells of, else the form of the item's name; the configuration is
 * named by its place, because the report of the same item knows no more.
 * @param told what the content says of the set: an image, a data set, a task
 */
export function trajectoryPlace(path: string, stated: string | null, told: readonly string[], agent: string) {
  const item = stated ?? shortId(baseName(path))
  const fromContent = told.map((text) => knownBenchmark(text, false)).find((found) => found !== null)
  const configuration = setNameOf(path, item)
  const benchmark =
    benchmarkOfItems([item], null) ??
    fromContent ??
    knownBenchmark(configuration, true) ??
    benchmarkNamed(`${agent} trajectories`, true, 'trajectories')
  const runKey = shortId(`${benchmark.key}/${configuration}`)
  const place: TrajectoryPlace = {
    benchmark,
    runKey,
    configuration,
    item,
    sessionKey: `${runKey}/${item}`,
    ref: baseName(path),
  }
  return place
}

/** What a trajectory comes to, whatever agent wrote it. */
export interface Trajectory {
  agent: string
  version: string | null
  model: string | null
  exitStatus: string | null
  submission: string | null
  startedAt: string | null
  endedAt: string | null
  /** Of the whole trajectory. */
  usage: Usage | null
  /** The agent's own sum, by list prices. */
  listPico: bigint | null
  seconds: number | null
  calls: number | null
  entries: EntryRecord[]
  events: UsageRecord[]
  data: Record<string, unknown>
  flags: readonly string[]
}

const FAILURE_CHARS = 20_000

/** Job, run, session, its entries and spend, and what came of the item. Whether it is resolved stands in a report. */
export function* trajectoryRecords(place: TrajectoryPlace, trajectory: Trajectory): Iterable<CanonicalRecord> {
  const { benchmark, runKey, configuration, sessionKey, item, ref } = place
  yield jobRecord(benchmark, { ref: 'trajectories' })
  yield runRecord(benchmark, { runKey, name: configuration, ref: 'trajectories' })
  const { status, cause } = exitOf(trajectory.exitStatus)
  const flags = [...new Set([...trajectory.flags, ...(trajectory.usage === null ? ['tokens_unknown'] : [])])]
  const bad = cause !== null && status !== 'succeeded'
  yield sessionRecord({
    sessionKey,
    runKey,
    ref,
    name: item,
    agent: trajectory.agent,
    taskId: item,
    systemVersion: trajectory.version,
    model: trajectory.model,
    statusRaw: trajectory.exitStatus,
    status,
    startedAt: trajectory.startedAt,
    endedAt: trajectory.endedAt,
    flags,
    data: { ...trajectory.data, terminalRecord: trajectory.exitStatus !== null },
  })
  yield* trajectory.entries
  yield* trajectory.events
  yield resultOf(place, trajectory, bad, flags)
  if (bad) yield failureOf(place, trajectory, cause)
}

function resultOf(place: TrajectoryPlace, trajectory: Trajectory, bad: boolean, flags: readonly string[]) {
  const { submission, exitStatus } = trajectory
  return resultRecord({
    part: 'trajectory',
    ref: place.ref,
    jobKey: place.benchmark.key,
    runKey: place.runKey,
    configuration: place.configuration,
    itemKey: place.item,
    sessionKey: place.sessionKey,
    usage: trajectory.usage,
    costPico: trajectory.listPico,
    seconds: trajectory.seconds,
    calls: trajectory.calls,
    at: trajectory.endedAt,
    error: bad ? (exitStatus?.slice(0, 2_000) ?? null) : null,
    data: {
      ...trajectory.data,
      model: trajectory.model,
      exitStatus: exitStatus?.slice(0, 200) ?? null,
      submissionChars: submission?.length ?? null,
    },
    flags,
  })
}

/** The last thing said is the nearest to a reason that a trajectory keeps. */
function failureOf(
  place: TrajectoryPlace,
  trajectory: Trajectory,
  cause: NonNullable<ReturnType<typeof exitOf>['cause']>,
) {
  const last = trajectory.entries.at(-1)
  const exit = trajectory.exitStatus ?? ''
  const said = last?.text && last.role !== 'assistant' ? `: ${last.text}` : ''
  return failureRecord({
    failureKey: place.sessionKey,
    runKey: place.runKey,
    sessionKey: place.sessionKey,
    ref: place.ref,
    at: trajectory.endedAt,
    message: `${exit}${said}`.slice(0, FAILURE_CHARS),
    type: shortId(exit),
    cause,
    causeRule: `exit status ${exit.slice(0, 200)}`,
  })
}
