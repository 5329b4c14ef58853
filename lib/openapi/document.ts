import { z } from 'zod'
import { ERROR_STATUS } from '@/lib/errors'
import { DeclaredExperiment } from '@/lib/experiments/experiment-schema'
import { ABResultWire } from '@/lib/experiments/schema'
import { Fleet, ProblemWire, UsageWire } from '@/lib/http/wire'
import { FileReceipt, ImportDetail, SourceWire } from '@/lib/imports/schema'
import { AgentPage, ConfigurationSummary, ItemResultWire } from '@/lib/jobs/result-schema'
import { JobDetail, JobSummary } from '@/lib/jobs/schema'
import { ScopeLedgersWire } from '@/lib/ledgers/schema'
import { RuleResult } from '@/lib/patterns/operator-schema'
import { PatternSummary } from '@/lib/patterns/schema'
import { PhaseWire, RunSummary } from '@/lib/runs/schema'
import { TokenRow } from '@/lib/tokens/schema'
import { API_BASE, hasBody, pathParameters, type RouteContract } from './contract'
import { ROUTES } from './routes'

type Json = Record<string, unknown>

/** Shapes that several replies share, by the name they have in the document. */
const SHARED: Record<string, z.ZodType> = {
  AgentPage,
  ABResult: ABResultWire,
  PatternSummary,
  PatternRuleResult: RuleResult,
  DeclaredExperiment,
  FileReceipt,
  ImportDetail,
  ConfigurationSummary,
  ItemResult: ItemResultWire,
  JobDetail,
  JobSummary,
  Phase: PhaseWire,
  Problem: ProblemWire,
  RunSummary,
  ScopeLedgers: ScopeLedgersWire,
  Source: SourceWire,
  TokenRow,
  Usage: UsageWire,
}

const schemaRef = (name: string) => ({ $ref: `#/components/schemas/${name}` })
/** `listRuns` → `ListRunsReply`. A reply that is a shared shape keeps that name. */
const replyName = (operationId: string) => `${operationId[0]?.toUpperCase()}${operationId.slice(1)}Reply`

/** Replies may gain fields: a caller that checks them must not refuse a newer Pitwall. */
function openEnded({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
}

function componentSchemas(): Json {
  const named = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(SHARED)) named.add(schema, { id })
  for (const [operationId, { output }] of Object.entries(ROUTES)) {
    if (!named.has(output)) named.add(output, { id: replyName(operationId) })
  }
  const { schemas } = z.toJSONSchema(named, {
    io: 'output',
    unrepresentable: 'any',
    uri: (id) => `#/components/schemas/${id}`,
    override: openEnded,
  })
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $schema: _dialect, $id: _place, ...schema }]) => [name, schema]),
  )
}

function inputSchema(input: z.ZodType): Json {
  const { $schema: _dialect, ...schema } = z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' })
  return schema
}

/** Path and query parameters, from the fields of the input and what every route of its kind takes. */
function parametersOf({ path, input, method, csv }: RouteContract): Json[] {
  const inPath = pathParameters(path)
  const fields = z.record(z.string(), z.unknown()).parse(inputSchema(input)['properties'] ?? {})
  const own = Object.entries(fields).flatMap(([name, schema]): Json[] => {
    if (inPath.includes(name)) return [{ name, in: 'path', required: true, description: 'Percent-encoded', schema }]
    return method === 'GET' ? [{ name, in: 'query', required: false, schema }] : []
  })
  const fleet = { name: 'fleet', in: 'query', required: false, schema: inputSchema(Fleet) }
  const format = { name: 'format', in: 'query', required: false, schema: { type: 'string', enum: ['json', 'csv'] } }
  return [...own, fleet, ...(csv ? [format] : [])]
}

/** The body of a request: its input without what stands in the path. */
function bodySchema({ path, input }: RouteContract): Json {
  const inPath = pathParameters(path)
  const { properties, required, ...schema } = inputSchema(input)
  if (properties === undefined) return schema
  const fields = Object.entries(properties as Json).filter(([name]) => !inPath.includes(name))
  const names = Array.isArray(required) ? required.filter((name) => !inPath.includes(String(name))) : []
  return { ...schema, properties: Object.fromEntries(fields), ...(names.length > 0 ? { required: names } : {}) }
}

const NOT_MODIFIED = { description: 'The reply is the one that If-None-Match names' }

function responsesOf(operationId: string, { method, output, csv, text, status = 200 }: RouteContract): Json {
  const shared = Object.entries(SHARED).find(([, schema]) => schema === output)?.[0]
  const content = {
    [text?.type ?? 'application/json']: {
      schema: text ? { type: 'string' } : schemaRef(shared ?? replyName(operationId)),
    },
    ...(csv ? { 'text/csv': { schema: { type: 'string' } } } : {}),
  }
  const problem = { description: 'A problem', content: { 'application/json': { schema: schemaRef('Problem') } } }
  return {
    [status]: { description: 'The reply', content },
    ...(method === 'GET' ? { 304: NOT_MODIFIED } : {}),
    [ERROR_STATUS.bad_request]: problem,
    default: problem,
  }
}

function operationOf(operationId: string, spec: RouteContract): Json {
  const body = { required: true, content: { 'application/json': { schema: bodySchema(spec) } } }
  return {
    operationId,
    summary: spec.summary,
    parameters: parametersOf(spec),
    ...(hasBody(spec) ? { requestBody: body } : {}),
    responses: responsesOf(operationId, spec),
  }
}

function paths(): Record<string, Json> {
  const all: Record<string, Json> = {}
  for (const [operationId, spec] of Object.entries<RouteContract>(ROUTES)) {
    all[spec.path] = { ...all[spec.path], [spec.method.toLowerCase()]: operationOf(operationId, spec) }
  }
  return all
}

/** The OpenAPI 3.1 description of the whole API, made from the schemas that the routes parse with. */
export function openApiDocument(version: string) {
  return {
    openapi: '3.1.0' as const,
    info: {
      title: 'Pitwall',
      version,
      description: 'Times are UTC; null means not recorded and is never 0; ids in paths are percent-encoded.',
    },
    servers: [{ url: API_BASE }],
    paths: paths(),
    components: { schemas: componentSchemas() },
  }
}
