import type { CanonicalRecord } from '@/lib/model/records'
import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches, type Piece, rejection } from '@/lib/sources/document-batches'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { type Benchmark, benchmarkNamed, benchmarkOfItems } from './benchmark'
import { Fields, shortId } from './fields'
import { isObjectArray } from './object-lists'
import { jobRecord, resultRecord, runRecord } from './record-makers'
import { compareAmount, comparePercent, headlines, type RunTally, runTally, tallied } from './run-tally'

/**
 * Published leaderboards, as the SWE-bench website keeps them: entries with a headline, some with every item's cost, calls
 * and outcome. A headline that does not follow from its own rows is flagged, with both numbers.
 */
export const leaderboardReader: DocumentReader = {
  system: 'results',
  parserVersion: 1,
  detect: (document) => {
    if (!document.text().slice(0, 1_000).includes('"leaderboards"')) return null
    const json = document.json()
    return isObjectArray(new Fields(json).raw('leaderboards')) ? { systemVersion: 'published leaderboards' } : null
  },
  latestAt: () => null,
  read: (document, cursor) => inBatches(parts(document), cursor),
}

function* parts(document: Document): Iterable<Piece> {
  for (const [index, board] of new Fields(document.json()).list('leaderboards').entries()) {
    const fields = new Fields(board)
    const name = fields.id('name')
    if (name === null) yield rejection(`leaderboard ${index + 1}`, 'it has no name')
    else yield* boardParts(name, fields)
  }
}

function* boardParts(name: string, board: Fields): Iterable<Piece> {
  const benchmark: Benchmark = { ...benchmarkNamed(name, false, 'leaderboard'), key: shortId(`leaderboard/${name}`) }
  let best: number | null = null
  let set: string | null = null
  const names = new Map<string, number>()
  for (const [index, entry] of board.list('results').entries()) {
    const place = `${name} #${index + 1}`
    if (!isObject(entry)) {
      yield rejection(place, 'it is no object')
      continue
    }
    const fields = new Fields(entry)
    const key = distinct(fields.id('folder') ?? fields.id('name') ?? String(index + 1), names)
    const { records, tally, items } = entryRecords(fields, benchmark, key, place)
    set ??= benchmarkOfItems(items, items.length)?.name ?? null
    const share = tally.items === 0 ? (fields.number('resolved') ?? null) : (100 * tally.resolved) / tally.items
    if (share !== null) best = Math.max(best ?? 0, share / 100)
    yield { records }
  }
  yield {
    records: [jobRecord(benchmark, { ref: name, bestScore: best, data: set === null ? {} : { benchmark: set } })],
  }
}

function distinct(key: string, seen: Map<string, number>): string {
  const before = seen.get(key) ?? 0
  seen.set(key, before + 1)
  return before === 0 ? key : `${key} (${before + 1})`
}

function entryRecords(fields: Fields, benchmark: Benchmark, key: string, ref: string) {
  const runKey = shortId(`${benchmark.key}/${key}`)
  const configuration = fields.id('name') ?? key
  const details = fields.object('per_instance_details')
  const items = Object.keys(fields.json('per_instance_details') ?? {})
  const tally = runTally()
  const results = items.map((item) => {
    const row = details.object(item)
    const result = resultRecord({
      part: 'row',
      ref: shortId(item),
      jobKey: benchmark.key,
      runKey,
      configuration,
      itemKey: shortId(item),
      resolved: row.bool('resolved'),
      costPico: row.pico('cost'),
      calls: row.count('api_calls'),
    })
    tallied(tally, result)
    return result
  })
  const records: CanonicalRecord[] = [entryRun(fields, benchmark, { runKey, configuration, ref }, tally), ...results]
  return { records, tally, items }
}

/** The entry's run: what is published, and what its rows give. */
function entryRun(
  fields: Fields,
  benchmark: Benchmark,
  { runKey, configuration, ref }: { runKey: string; configuration: string; ref: string },
  tally: RunTally,
) {
  const published = fields.number('resolved')
  const cost = tally.withCost === tally.items ? Number(BigInt(tally.costPico)) / 1e12 : null
  const compared =
    tally.items === 0
      ? []
      : [
          comparePercent('resolved %', published, (100 * tally.resolved) / tally.items),
          compareAmount('cost USD', fields.number('cost'), cost),
          compareAmount('calls per item', fields.number('instance_calls'), tally.calls / tally.items),
        ]
  const { data, flags } = headlines(compared)
  const at = fields.time('date')
  return runRecord(benchmark, {
    runKey,
    name: configuration,
    ref,
    status: 'succeeded',
    createdAt: at,
    endedAt: null,
    data: {
      ...data,
      published: {
        resolvedPercent: published,
        costUsd: fields.number('cost'),
        callsPerItem: fields.number('instance_calls'),
      },
      items: tally.items,
      resolved: tally.items === 0 ? null : tally.resolved,
      agentVersion: fields.id('mini-swe-agent_version'),
      warning: fields.text('warning')?.slice(0, 2_000) ?? null,
      tags: fields
        .list('tags')
        .filter((tag) => typeof tag === 'string')
        .slice(0, 50),
    },
    flags: [...flags, 'tokens_unknown', ...(published === null && tally.items === 0 ? ['score_missing'] : [])].concat(
      [...fields.flags].filter((flag) => flag !== 'zone_unknown'),
    ),
  })
}
