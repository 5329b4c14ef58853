import 'server-only'
import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Context } from '@/lib/context'
import { contextFor, fleetRevision } from '@/lib/db/fleets'
import { config } from '@/lib/env'
import { badRequest } from '@/lib/errors'
import { csvColumns, toCsv } from '@/lib/http/csv'
import { badInput, problemOf, problemReply } from '@/lib/http/problem'
import type { Fleet } from '@/lib/http/wire'
import type { RouteContract } from '@/lib/openapi/contract'
import { alreadyHas, etagOf } from './etag'
import { readInput } from './read-input'

export type Door = (request: Request) => Promise<Response>

/** Browsers may keep a reply, and ask every time whether it is still the one. */
const CACHE = { 'Cache-Control': 'private, no-cache' }

interface Prepared {
  request: Request
  contract: RouteContract
  context: Context
  csv: boolean
}

/** What every reply depends on besides its rows: the same path of another build or fleet is another reply. */
const tagParts = ({ request, context }: Prepared) => [config().buildId, context.fleet, request.url]

/** The tag that is known before any row is read, or null when the reply itself decides. */
async function tagBefore(prepared: Prepared): Promise<string | null> {
  if (prepared.contract.dependsOn === 'moment') return null
  return etagOf(...tagParts(prepared), await fleetRevision(prepared.context.fleet))
}

/** A reply without the fields whose change alone is no news. */
function settled(value: unknown, volatile: readonly string[], at = ''): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item) => settled(item, volatile, at))
  return Object.entries(value).flatMap(([name, field]) =>
    volatile.includes(at + name) ? [] : [[name, settled(field, volatile, `${at}${name}.`)]],
  )
}

function tagAfter(prepared: Prepared, reply: unknown): string {
  return etagOf(...tagParts(prepared), JSON.stringify(settled(reply, prepared.contract.volatile ?? [])))
}

/** The rows of a download and what one of them is. */
function csvOf({ csv, output, path }: RouteContract, reply: unknown): { row: z.ZodType; rows: unknown[] } {
  if (csv && 'rows' in csv) return { row: csv.row, rows: csv.rows(reply) }
  const list = csv && output instanceof z.ZodObject ? output.shape[csv.list] : undefined
  if (!csv || !(list instanceof z.ZodArray)) throw new Error(`${path} has no list to give as CSV`)
  const page = z.record(z.string(), z.unknown()).parse(reply)
  return { row: list.element as z.ZodType, rows: z.array(z.unknown()).parse(page[csv.list]) }
}

function csvReply({ contract }: Prepared, reply: unknown, headers: Headers): Response {
  const { row, rows } = csvOf(contract, reply)
  const { nextCursor } = z.looseObject({ nextCursor: z.unknown() }).partial().parse(reply)
  headers.set('Content-Type', 'text/csv; charset=utf-8; header=present')
  headers.set('Content-Disposition', `attachment; filename="${contract.csv?.file}.csv"`)
  if (typeof nextCursor === 'string') headers.set('X-Next-Cursor', nextCursor)
  return new Response(toCsv(csvColumns(row), rows), { headers })
}

function textReply({ field, type }: NonNullable<RouteContract['text']>, reply: unknown, headers: Headers): Response {
  headers.set('Content-Type', `${type}; charset=utf-8`)
  return new Response(z.record(z.string(), z.string()).parse(reply)[field], { headers })
}

function reply(prepared: Prepared, body: unknown, etag: string | null): Response {
  const { request, contract, context, csv } = prepared
  const headers = new Headers({ ...CACHE, 'X-Pitwall-Fleet': context.fleet })
  if (etag) headers.set('ETag', etag)
  if (etag && alreadyHas(request, etag)) return new Response(null, { status: 304, headers })
  if (contract.text) return textReply(contract.text, body, headers)
  return csv ? csvReply(prepared, body, headers) : Response.json(body, { status: contract.status ?? 200, headers })
}

/** Records go into the operator's own database and nowhere else, so writing does not follow what is shown. */
function fleetAsked({ method, fleet }: RouteContract, asked: Fleet | undefined): Fleet | undefined {
  if (method === 'GET') return asked ?? (fleet === 'own' ? 'own' : undefined)
  if (asked === 'sample') throw badRequest('fleet: the sample cannot be changed from here', { field: 'fleet' })
  return 'own'
}

async function answer(
  request: Request,
  contract: RouteContract,
  run: (ctx: Context, input: unknown) => Promise<unknown>,
): Promise<Response> {
  const { fields, fleet, csv } = await readInput(request, contract)
  const input = contract.input.safeParse(fields)
  if (!input.success) throw badInput(input.error)
  const context = await contextFor(fleetAsked(contract, fleet))
  const prepared = { request, contract, context, csv }
  const reads = contract.method === 'GET'
  // Read before the rows: a write in between makes the tag too old, never too new.
  const known = reads ? await tagBefore(prepared) : null
  if (known && alreadyHas(request, known)) return reply(prepared, null, known)
  const body = contract.output.parse(await run(context, input.data))
  return reply(prepared, body, known ?? (reads ? tagAfter(prepared, body) : null))
}

/** One line of JSON, so that hostile text in a message cannot write lines or move the cursor of a terminal. */
function logFailure(requestId: string, request: Request, error: unknown): void {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const path = new URL(request.url).pathname
  console.error(JSON.stringify({ level: 'error', requestId, method: request.method, path, reason }))
}

/**
 * Parse in, run, parse out: the only try/catch between a verb and the network. Every reply has the shape its contract
 * names, every failure that of ProblemWire; what we did not foresee is logged once and shown to nobody.
 */
export function route<I extends z.ZodType, O extends z.ZodType>(
  contract: RouteContract<I, O>,
  run: (ctx: Context, input: z.output<I>) => Promise<z.input<O>>,
): Door {
  return async (request) => {
    try {
      // The contract's own schema has parsed it.
      return await answer(request, contract, (ctx, input) => run(ctx, input as z.output<I>))
    } catch (error) {
      const requestId = randomUUID()
      const problem = problemOf(error, requestId)
      if (problem.code === 'internal') logFailure(requestId, request, error)
      return problemReply(problem)
    }
  }
}
