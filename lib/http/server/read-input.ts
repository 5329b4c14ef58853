import 'server-only'
import { z } from 'zod'
import { nearest } from '@/lib/config/nearest'
import { badRequest } from '@/lib/errors'
import { Fleet } from '@/lib/http/wire'
import { API_BASE, hasBody, pathParameters, type RouteContract } from '@/lib/openapi/contract'
import { readJson } from './read-body'

export interface Asked {
  /** The fields of the contract's input, unchecked. */
  fields: unknown
  fleet: Fleet | undefined
  csv: boolean
}

const Format = z.enum(['json', 'csv'])

/** The raw parts of the path: an id may hold any character, and `%2F` in it is no separator. */
function readPath(url: URL, path: string): Record<string, string> {
  const names = `${API_BASE}${path}`.split('/')
  const parts = url.pathname.split('/')
  return Object.fromEntries(
    pathParameters(path).map((name) => {
      try {
        return [name, decodeURIComponent(parts[names.indexOf(`{${name}}`)] ?? '')]
      } catch {
        throw badRequest(`${name}: its percent-encoding is not UTF-8`, { field: name })
      }
    }),
  )
}

function unknownParameter(name: string, known: readonly string[]): Error {
  const shown = name.slice(0, 64)
  const near = nearest(name, known)
  const hint = near ? `did you mean ${near}?` : `known are ${known.join(', ') || 'none'}`
  return badRequest(`${shown}: no such parameter; ${hint}`, { field: shown, nearest: near })
}

/** Every parameter once and only known ones: a misspelt filter must not show everything. */
function readQuery(url: URL, known: readonly string[]): Record<string, string> {
  const query: Record<string, string> = {}
  for (const [name, value] of url.searchParams) {
    if (!known.includes(name)) throw unknownParameter(name, known)
    if (Object.hasOwn(query, name)) throw badRequest(`${name}: given twice`, { field: name })
    query[name] = value
  }
  return query
}

function choice<T extends string>(schema: z.ZodEnum<Record<T, T>>, field: string, value: string | undefined) {
  if (value === undefined) return undefined
  const result = schema.safeParse(value)
  if (!result.success) throw badRequest(`${field}: ${schema.options.join(' or ')}`, { field })
  return result.data
}

/** The query parameters of a route: those of its input, and the ones every route of its kind takes. */
function queryParameters({ method, path, input, csv }: RouteContract): string[] {
  const inPath = pathParameters(path)
  const own = method === 'GET' && input instanceof z.ZodObject ? Object.keys(input.shape) : []
  return [...own.filter((name) => !inPath.includes(name)), 'fleet', ...(csv ? ['format'] : [])]
}

/** What a request asks of a route, unchecked but for what every route shares. @throws bad_request, too_large */
export async function readInput(request: Request, contract: RouteContract): Promise<Asked> {
  const url = new URL(request.url)
  const { fleet, format, ...query } = readQuery(url, queryParameters(contract))
  const params = readPath(url, contract.path)
  const body = hasBody(contract) ? await readJson(request, contract.bodyLimit) : query
  const isRecord = typeof body === 'object' && body !== null && !Array.isArray(body)
  return {
    fields: isRecord ? { ...body, ...params } : body,
    fleet: choice(Fleet, 'fleet', fleet),
    csv: choice(Format, 'format', format) === 'csv',
  }
}
