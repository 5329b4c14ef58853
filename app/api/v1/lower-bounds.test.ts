import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { expect, it } from 'vitest'
import { AddBudgetInput } from '@/lib/budgets/schema'
import { addBudget } from '@/lib/budgets/server/add-budget'
import type { Db } from '@/lib/db/client'
import type { Door } from '@/lib/http/server/route'
import { deriveDirty } from '@/lib/ingest/derive-dirty'
import { Lease } from '@/lib/ingest/lease'
import { putPricesInForce } from '@/lib/ingest/prices'
import { parseLiteLlm } from '@/lib/ledger/prices'
import { ROUTES } from '@/lib/openapi/routes'
import { createSample } from '@/lib/sample/server/create-sample'
import { importInto } from '@/lib/testing/importing'
import { withFleets } from '@/lib/testing/with-fleets'
import { TOKEN_DIMENSIONS } from '@/lib/tokens/schema'
import { VIEW_DIMENSIONS } from '@/lib/tokens/view-schema'

const here = import.meta.dirname
const NOW = new Date()

/** Every model of the database at one price, but for those that are left out. */
async function listWithout(db: Db, missing: readonly string[]) {
  const models = await db.usageEvent.findMany({
    distinct: ['provider', 'model'],
    select: { provider: true, model: true },
  })
  const price = { input_cost_per_token: 1e-6, output_cost_per_token: 2e-6, cache_read_input_token_cost: 1e-7 }
  const writes = { cache_creation_input_token_cost: 1e-6, cache_creation_input_token_cost_above_1hr: 2e-6 }
  const entries = models.flatMap(({ provider, model }) => {
    if (model === null || missing.includes(model)) return []
    const entry = { litellm_provider: provider ?? '', ...price, ...writes }
    return [[provider === null ? model : `${provider}/${model}`, entry] as const]
  })
  return parseLiteLlm(Object.fromEntries(entries))
}

async function put(db: Db, missing: readonly string[]): Promise<void> {
  const lease = await Lease.take(db, 'command', NOW)
  if (!lease) throw new Error('somebody holds the lease')
  try {
    await putPricesInForce(db, lease, { table: { table: await listWithout(db, missing), source: 'list' } }, NOW)
    await deriveDirty(db, lease, NOW)
  } finally {
    await lease.release()
  }
}

async function ask(url: string, route: string): Promise<unknown> {
  const file = path.join(here, route.replaceAll('{', '[').replaceAll('}', ']'), 'route.ts')
  const door = ((await import(file)) as { GET: Door }).GET
  const reply = await door(new Request(`http://127.0.0.1:3000/api/v1${url}`))
  return reply.headers.get('content-type')?.startsWith('text/csv') ? reply.text() : reply.json()
}

/** Every address that may show a total, by the route that answers it. */
async function addresses(db: Db, models: readonly string[]): Promise<[string, string][]> {
  const spent = await db.usageEvent.findMany({
    where: { model: { in: [...models] }, costKind: 'computed' },
    distinct: ['runId', 'sessionId'],
  })
  const runs = await db.run.findMany({
    where: { id: { in: spent.flatMap(({ runId }) => runId ?? []) } },
    distinct: ['system'],
  })
  const sessions = await db.session.findMany({
    where: { id: { in: spent.flatMap(({ sessionId }) => sessionId ?? []) } },
    distinct: ['system'],
  })
  const jobIds = [...runs, ...sessions].flatMap(({ jobId }) => jobId ?? [])
  const ids = { runs: runs.map(({ id }) => id), sessions: sessions.map(({ id }) => id), jobs: jobIds }
  const variants: Record<string, string[]> = {
    '/tokens': [
      ...TOKEN_DIMENSIONS.map((name) => `groupBy=${name}&limit=500`),
      ...TOKEN_DIMENSIONS.map((name) => `groupBy=system,${name}&tz=Asia/Kathmandu&limit=500`),
    ],
    '/tokens/view': VIEW_DIMENSIONS.flatMap((by) => ['cost', 'tokens'].map((measure) => `by=${by}&measure=${measure}`)),
    '/prices/comparison': ['model', 'system', 'day'].map((by) => `groupBy=${by}`),
    '/ab/compare': ids.runs
      .slice(1)
      .map((id, at) => `control=${encodeURIComponent(ids.runs[at] ?? '')}&treatment=${encodeURIComponent(id)}`),
    '/budgets/what-if': ['run', 'job', 'project', 'day'].map((scope) => `scope=${scope}&capMicroUsd=1`),
  }
  const lists = ['/runs', '/jobs', '/sessions', '/sessions/tasks']
  return Object.values(ROUTES)
    .filter(
      ({ method, path: route }) =>
        method === 'GET' && !/openapi|settings|imports|sources|\{model\}|entr|find|revision|patterns/.test(route),
    )
    .flatMap(({ path: route, ...rest }) => {
      const of = (Object.keys(ids) as (keyof typeof ids)[]).find((name) => route.startsWith(`/${name}/{id}`))
      const urls = of ? ids[of].map((id) => route.replace('{id}', encodeURIComponent(id))) : [route]
      const queries = variants[route] ?? (lists.includes(route) ? ['limit=500'] : [''])
      const formats = 'csv' in rest && rest.csv ? ['', 'format=csv'] : ['']
      return urls.flatMap((url) =>
        queries.flatMap((query) =>
          formats.map((format): [string, string] => [`${url}?${[query, format].filter(Boolean).join('&')}`, route]),
        ),
      )
    })
}

/** The model of each system that most of its costs are computed for. */
async function mostPriced(db: Db): Promise<string[]> {
  const used = await db.usageEvent.groupBy({
    by: ['system', 'model'],
    where: { costKind: 'computed', model: { not: null } },
    _count: true,
    orderBy: [{ _count: { model: 'desc' } }, { model: 'asc' }],
  })
  const bySystem = new Map<string, string>()
  for (const { system, model } of used) if (model !== null && !bySystem.has(system)) bySystem.set(system, model)
  expect([...bySystem.keys()].sort()).toEqual(expect.arrayContaining(['autopack', 'claude-code', 'codex']))
  return [...new Set(bySystem.values())]
}

type Json = Record<string, unknown>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const NAMES = ['id', 'key', 'target', 'priceTable', 'series', 'day', 'provider', 'model', 'role', 'system']
const nameOf = (value: unknown) =>
  isObject(value)
    ? JSON.stringify(NAMES.map((name) => value[name]).filter((part) => typeof part === 'string' || part === null))
    : '[]'

/** A number of money, by its name. */
const isMoney = (name: string) => /microusd$/i.test(name) && !/gap/i.test(name)

/** A total says that it is a lower bound, and why; one side of two costs says over how many events it is. */
function saysSo(name: string, before: Json, after: Json): boolean {
  const sides = /(reported|computed)MicroUsd/i.exec(name)?.[1]?.toLowerCase()
  if (sides !== undefined) {
    const within = name.slice(0, name.lastIndexOf('.') + 1)
    const counted = `${sides}Events` in after && within === '' ? `${sides}Events` : `${within}events`
    return Number(after[counted]) < Number(before[counted])
  }
  const reasons = [after['costLowerBoundReasons'], after['lowerBoundReasons'], ['unpriced']].find(Array.isArray)
  return [after['costIsLowerBound'], after['isLowerBound']].includes(true) && reasons?.includes('unpriced') === true
}

/** Places where an amount of money is less than before, or gone, and nothing beside it says so. */
function silent(before: unknown, after: unknown, at: string): string[] {
  if (Array.isArray(before) && Array.isArray(after)) {
    const named = new Map(after.map((each) => [nameOf(each), each]))
    const byPlace = nameOf(before[0]) === '[]'
    return before.flatMap((each, index) => silent(each, byPlace ? after[index] : named.get(nameOf(each)), `${at}[]`))
  }
  if (!isObject(before) || !isObject(after)) return []
  return Object.entries(before).flatMap(([name, value]) => {
    // Over the events that have both: null when none has.
    if (name === 'costsCompared' && after[name] === null) return []
    const now = after[name]
    const shrank = isMoney(name) && typeof value === 'number' && (typeof now !== 'number' || now < value)
    return [
      ...(shrank && !saysSo(name, before, after) ? [`${at}.${name}`] : []),
      ...silent(value, now, `${at}.${name}`),
    ]
  })
}

function csvRows(text: string): Json[] {
  const [head = '', ...lines] = text.trimEnd().split('\r\n')
  const names = head.split(',')
  // Cells with commas are quoted; none of those is an amount.
  const cells = (line: string) =>
    line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)?.map((cell) => cell.replace(/,$/, '')) ?? []
  return lines.map((line) => {
    const values = cells(line)
    return Object.fromEntries(names.map((name, index) => [name, readCell(name, values[index] ?? '')]))
  })
}

function readCell(name: string, cell: string): unknown {
  if (cell === 'true' || cell === 'false') return cell === 'true'
  if (/reasons$/i.test(name)) return cell.split('; ')
  return cell !== '' && /^-?\d+$/.test(cell) ? Number(cell) : cell
}

const readReply = (reply: unknown) => (typeof reply === 'string' ? csvRows(reply) : reply)

it('a model taken from the price table makes every total that had it a lower bound that says why', {
  timeout: 120_000,
}, async () => {
  const store = await withFleets()
  const { db } = store
  const { files } = createSample({ folder: path.join(store.folder, 'sample'), now: NOW })
  await importInto(store, files, {}, () => NOW)
  for (const scope of ['run', 'job', 'project', 'day']) {
    await addBudget({ db, fleet: 'own', now: NOW }, AddBudgetInput.parse({ scope, capMicroUsd: 1 }))
  }
  await put(db, [])
  const models = await mostPriced(db)
  const urls = await addresses(db, models)
  const before = new Map<string, unknown>()
  for (const [url, route] of urls) before.set(url, readReply(await ask(url, route)))
  await put(db, models)
  const found: string[] = []
  let changed = 0
  for (const [url, route] of urls) {
    const reply = readReply(await ask(url, route))
    if (JSON.stringify(reply) !== JSON.stringify(before.get(url))) changed += 1
    found.push(...silent(before.get(url), reply, url.replace(/%.*?(?=[/?]|$)/g, '…')))
  }
  expect([...new Set(found)]).toEqual([])
  for (const command of ['tokens', 'status', 'sessions', 'jobs']) {
    const run = spawnSync(process.execPath, ['bin/pitwall.mjs', command, '--db', store.url, '--limit', '500'], {
      encoding: 'utf8',
    })
    expect(run.stdout, `${command} ${run.stderr}`).toMatch(/≥ \$\d/)
  }
  expect(changed).toBeGreaterThan(60)
})
