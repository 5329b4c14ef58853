/**
 * How much every GET route costs above its bare SQL. In one process it times (a) the route's handler up to the read
 * reply and (b) the statements that this handler ran, run again without any layer, and JSON.stringify of the same reply.
 *
 * `TSX_TSCONFIG_PATH=cli/tsconfig.json npx tsx --conditions=react-server bench/routes.ts [--db FILE] [--rounds N] [--runs N]`
 *
 * Without --db it generates a fleet of 5,000 runs and 100,000 events and imports it first.
 */
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import Database from 'libsql'
import { API_BASE, type RouteContract } from '@/lib/openapi/contract'
import { DEFAULT_SIZE, generateFleet } from './generate-fleet'
import { type Recorded, recordSql, replay } from './record-sql'

const ORIGIN = 'http://127.0.0.1:3000'
const WARM_UP = 5
const MAX_RATIO = 3
const MAX_EXTRA_MS = 5

interface Measured {
  url: string
  bytes: number
  statements: number
  handlerMs: number
  bareMs: number
}

type Handler = (request: Request) => Promise<Response>

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { db: { type: 'string' }, rounds: { type: 'string' }, runs: { type: 'string' } },
  })
  const scratch = mkdtempSync(path.join(tmpdir(), 'pitwall-bench-'))
  try {
    const file = values.db ? path.resolve(values.db) : importedFleet(scratch, Number(values.runs ?? DEFAULT_SIZE.runs))
    // The handlers find their database where the server would; this process has no other way to tell them.
    process.env['PITWALL_DB'] = `file:${file}`
    const rows = await measureAll(file, Number(values.rounds ?? 30))
    printTable(rows)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

function importedFleet(folder: string, runs: number): string {
  const [source, file] = [path.join(folder, 'fleet.db'), path.join(folder, 'pitwall.db')]
  generateFleet(source, { runs, phases: runs * 8, events: runs * 20 })
  console.log(`Importing ${runs} runs and ${runs * 20} usage events…`)
  execFileSync(process.execPath, ['bin/pitwall.mjs', 'import', source, '--db', `file:${file}`], { stdio: 'inherit' })
  return file
}

async function measureAll(file: string, rounds: number): Promise<Measured[]> {
  const taken = recordSql()
  const { ROUTES } = await import('@/lib/openapi/routes')
  const bare = new Database(file, { readonly: true })
  const rows: Measured[] = []
  const ids = { run: '', import: '' }
  for (const contract of Object.values<RouteContract>(ROUTES)) {
    if (contract.method !== 'GET' || contract.path === '/openapi.json') continue
    const handler = await handlerOf(contract.path)
    const id = contract.path.startsWith('/imports/') ? ids.import : ids.run
    if (!handler || (contract.path.includes('{id}') && !id)) {
      console.log(`skipped ${contract.path}: ${handler ? 'nothing to show' : 'no such route yet'}`)
      continue
    }
    for (const query of QUERIES[contract.path] ?? ['']) {
      const url = `${contract.path.replace('{id}', encodeURIComponent(id))}${query}`
      const { measured, reply } = await measure(handler, url, { taken, bare, rounds })
      rows.push(measured)
      if (contract.path === '/runs') ids.run ||= firstId(reply)
      if (contract.path === '/imports') ids.import ||= firstId(reply)
    }
  }
  bare.close()
  return rows
}

/** Routes with choices are measured with the ones that cost most. */
const QUERIES: Record<string, readonly string[]> = {
  '/runs': ['?limit=50', '?limit=500', '?sort=cost', '?conflict=true&sort=lastEvidence', '?q=parcel', '?model=gpt-4o'],
  '/tokens': ['?groupBy=model', '?groupBy=day,model', '?groupBy=run'],
}

async function handlerOf(route: string): Promise<Handler | null> {
  const file = `app${API_BASE}${route.replaceAll('{', '[').replaceAll('}', ']')}/route.ts`
  if (!existsSync(file)) return null
  const module: { GET?: Handler } = await import(path.resolve(file))
  return module.GET ?? null
}

async function measure(
  handler: Handler,
  url: string,
  tools: { taken: () => Recorded[]; bare: Database.Database; rounds: number },
): Promise<{ measured: Measured; reply: unknown }> {
  const ask = async () => {
    const reply = await handler(new Request(`${ORIGIN}${API_BASE}${url}`, { headers: { host: '127.0.0.1:3000' } }))
    return { ok: reply.ok, status: reply.status, text: await reply.text() }
  }
  for (let round = 0; round < WARM_UP; round += 1) await ask()
  tools.taken()
  const first = await ask()
  if (!first.ok) throw new Error(`${url} answered ${first.status}: ${first.text.slice(0, 300)}`)
  const statements = tools.taken()
  const reply: unknown = JSON.parse(first.text)
  const [handlerMs, bareMs]: [number[], number[]] = [[], []]
  // Alternating, so that a slow moment of the machine hits both.
  for (let round = 0; round < tools.rounds; round += 1) {
    let from = performance.now()
    await ask()
    handlerMs.push(performance.now() - from)
    from = performance.now()
    replay(tools.bare, statements)
    JSON.stringify(reply)
    bareMs.push(performance.now() - from)
  }
  tools.taken()
  const measured = {
    url,
    bytes: first.text.length,
    statements: statements.length,
    handlerMs: median(handlerMs),
    bareMs: median(bareMs),
  }
  return { measured, reply }
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

function firstId(reply: unknown): string {
  const items = (reply as { items?: { id?: unknown }[] }).items ?? []
  return String(items[0]?.id ?? '')
}

function printTable(rows: readonly Measured[]): void {
  const within = (row: Measured) =>
    row.handlerMs <= MAX_RATIO * row.bareMs || row.handlerMs - row.bareMs <= MAX_EXTRA_MS
  console.table(
    rows.map((row) => ({
      route: row.url.length > 60 ? `${row.url.slice(0, 57)}…` : row.url,
      bytes: row.bytes,
      statements: row.statements,
      'handler ms': row.handlerMs.toFixed(2),
      'SQL + JSON ms': row.bareMs.toFixed(2),
      ratio: (row.handlerMs / row.bareMs).toFixed(1),
      'more ms': (row.handlerMs - row.bareMs).toFixed(2),
      aim: within(row) ? 'met' : 'missed',
    })),
  )
  console.log(
    `${rows.filter(within).length} of ${rows.length} answer within ${MAX_RATIO} x bare SQL plus JSON, or ${MAX_EXTRA_MS} ms more`,
  )
}

await main()
