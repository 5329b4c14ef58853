import { readdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Db } from '@/lib/db/client'
import type { Door } from '@/lib/http/server/route'
import type { RouteContract } from '@/lib/openapi/contract'
import { openApiDocument } from '@/lib/openapi/document'
import { ROUTES } from '@/lib/openapi/routes'
import { makeCandidate, makeLimit, makeMetric, makeResult } from '@/lib/testing/make-job-rows'
import { makeABResult, makeEfficiency, makePhase6 } from '@/lib/testing/make-metric-rows'
import {
  makeApproval,
  makeAttempt,
  makeContent,
  makeEvent,
  makeFailure,
  makeImport,
  makeInstance,
  makeJob,
  makeObservation,
  makePattern,
  makePhase,
  makeRun,
  makeSession,
  makeTier,
  makeUsage,
  rollUp,
} from '@/lib/testing/make-rows'
import { withFleets } from '@/lib/testing/with-fleets'

const here = path.dirname(fileURLToPath(import.meta.url))
const Schemas = z.record(z.string(), z.unknown())
const document = openApiDocument('1.2.3')
const operations = Object.entries(document.paths).flatMap(([at, byMethod]) =>
  Object.entries(byMethod).map(([method, operation]) => ({ at, method: method.toUpperCase(), operation })),
)

/** `/runs/{id}/status` for every route file here. */
const routePaths = readdirSync(here, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => `/${path.dirname(file).replaceAll('[', '{').replaceAll(']', '}').split(path.sep).join('/')}`)

async function doorsOf(at: string): Promise<Record<string, Door>> {
  return import(path.join(here, at.replaceAll('{', '[').replaceAll('}', ']'), 'route.ts'))
}

async function ask(at: string, url: string, init?: RequestInit): Promise<Response> {
  const door = (await doorsOf(at))[init?.method ?? 'GET']
  if (!door) throw new Error(`${at} has no ${init?.method ?? 'GET'}`)
  return door(new Request(`http://127.0.0.1:3000/api/v1${url}`, init))
}

/** What the document says about a good reply, as a schema to hold replies against. */
function replySchema(at: string, method: string, status: number): z.ZodType {
  const operation = z
    .object({
      responses: z.record(
        z.string(),
        z
          .object({ content: z.object({ 'application/json': z.object({ schema: z.object({ $ref: z.string() }) }) }) })
          .partial(),
      ),
    })
    .parse(document.paths[at]?.[method])
  const schema = operation.responses[status]?.content?.['application/json'].schema
  const all = JSON.stringify({ ...schema, $defs: document.components.schemas }).replaceAll(
    '#/components/schemas/',
    '#/$defs/',
  )
  return z.fromJSONSchema(JSON.parse(all))
}

const ID = `autopack:build/1 "é" <b>#?%2F`
const ENTRY = `${ID}#entry:1`

/** What a route cannot do without. */
const QUERY: Readonly<Record<string, (id: string) => string>> = {
  '/patterns/of': (id) => `?kind=run&id=${encodeURIComponent(id)}`,
  '/ab/compare': (id) => `?control=${encodeURIComponent(id)}&treatment=${encodeURIComponent(id)}`,
}

/** The address of a path of the document, with ids that are there. */
const addressOf = (at: string, id: string = ID) =>
  at.replace('{id}', encodeURIComponent(id)).replace('{entryId}', encodeURIComponent(ENTRY)) + (QUERY[at]?.(id) ?? '')

/** One run with one of everything. */
async function fill(db: Db) {
  await makeInstance(db)
  await makeContent(db)
  await makeRun(db, {
    id: ID,
    jobId: ID,
    startedAt: '2026-01-02T00:00:00.000Z',
    lastEvidenceAt: '2026-01-02T03:04:05.000Z',
  })
  await makeRun(db)
  const phase = await makePhase(db, ID)
  await makeTier(db, ID)
  await makeAttempt(db, phase)
  await makeUsage(db, ID, { phaseId: phase.id, model: 'm', input: 10n, output: 5n, costPico: 1_500_000n })
  await makeUsage(db, ID, { id: ID, nativeId: 'hostile', model: 'm', unsplit: 1n, copies: 2 })
  await rollUp(db)
  await makeJobOf(db, ID)
  await makeSession(db, ID)
  await makeTranscriptOf(db, ID)
  await makeEvent(db, ID, { at: '2026-01-02T03:04:05.000Z' })
  await makeApproval(db, ID)
  await makeFailure(db, ID)
  await makeObservation(db, { runId: ID, state: 'DONE', at: '2026-01-02T03:04:05.000Z' })
  await makePhase6(db, ID, { doctorCallSkipped: true, doctorTokensAvoidedEstimate: 100n, estimateSource: 'run_local' })
  await makeEfficiency(db, ID, { budgetCap: 10n, budgetUsed: 5n })
  await makeABResult(db, { controlRunId: ID, treatmentRunId: 'autopack:b' })
  await db.budget.create({
    data: { id: 'bud_1', scope: 'day', measure: 'tokens', cap: 10n, createdAt: '2026-01-02T03:04:05.000Z' },
  })
  await db.pairOverride.create({
    data: {
      ...{ id: 'ovr_1', at: '2026-01-02T03:04:05.000Z', requestedBy: 'http', reason: 'r', mode: 'strict', valid: true },
      ...{ controlRunId: ID, treatmentRunId: 'autopack:b', varied: '[]', checks: '[]' },
    },
  })
  await makeExperimentOf(db, ID)
  await makeCampaignOf(db, ID)
  await makePatternOf(db, ID)
  return makeImport(db)
}

/** An experiment with one pair. */
async function makeExperimentOf(db: Db, id: string) {
  const createdAt = '2026-01-02T03:04:05.000Z'
  const arm = (configuration: string) => ({ by: 'configuration', configuration, jobId: id })
  for (const configuration of ['a', 'b'])
    await makeResult(db, id, { runId: id, configuration, itemKey: 'pair', resolved: configuration === 'b' })
  await db.experiment.create({ data: { id, name: 'x', version: 1, createdAt } })
  const definition = JSON.stringify({ name: 'x', control: arm('a'), treatment: arm('b') })
  await db.experimentVersion.create({ data: { experimentId: id, version: 1, definition, hash: '', createdAt } })
}

/** A campaign of one failed run, and another run that could be replayed. */
async function makeCampaignOf(db: Db, id: string) {
  const of = { system: 'autopack', instanceId: 'autopack', status: 'failed' }
  await makeRun(db, { status: 'failed', statusDerived: 'failed', goal: 'x', cause: 'quality' })
  await db.campaign.create({
    data: { id, name: 'x', createdAt: '2026-01-02T03:04:05.000Z', createdBy: 'http', filter: '{}', settings: '{}' },
  })
  await db.campaignRun.create({
    data: { ...of, campaignId: id, originalId: id, nativeId: 'a', replayKey: 'a-replay-20260102-030405' },
  })
}

/** A pattern of one failure of a run, and a rule. */
async function makePatternOf(db: Db, id: string) {
  const failure = await makeFailure(db, id, { patternId: id, shapeId: 's', at: '2026-01-02T03:04:05.000Z' })
  await makePattern(db, { id, failureId: failure.id })
  await db.patternSubject.create({ data: { patternId: id, kind: 'run', subjectId: id, occurrences: 1 } })
  await db.patternRule.create({
    data: { id: 'rule_1', seq: 0, kind: 'template', at: '2026-01-02T03:04:05.000Z', by: 'http', template: 'x <*>' },
  })
}

/** A job with one of everything. */
async function makeJobOf(db: Db, id: string) {
  await makeJob(db, { id, config: '{"api_key":"x"}', parentId: 'autopack:group', type: 'eval', lastEvidenceAt: '' })
  await makeCandidate(db, id, { score: 0.5, rolloutsSoFar: 1, costPicoSoFar: 1n })
  await makeResult(db, id, { runId: id, resolved: true, score: 1, total: 5n, costPico: 1n })
  await makeMetric(db, { jobId: id, runId: id, name: 'score', step: 0, value: 0.5 })
  await makeLimit(db, { jobId: id })
}

/** A session with one entry, and one response that counts elsewhere. */
async function makeTranscriptOf(db: Db, id: string) {
  await makeSession(db, id, { id, nativeId: 'transcript' })
  const at = '2026-01-02T03:04:05.000Z'
  await db.entry.create({
    data: {
      id: ENTRY,
      sessionId: id,
      at,
      place: `${at}|1`,
      line: 1,
      kind: 'text',
      role: 'assistant',
      text: 'x',
      chars: 1,
      version: '',
    },
  })
  await db.usageCopy.create({
    data: {
      id: `${id}#copy:1`,
      eventId: ID,
      sessionId: id,
      at,
      lines: '[]',
      lineCount: 1,
      writtenTokens: 1n,
      kept: false,
      version: '',
    },
  })
}

describe('the OpenAPI document', () => {
  it('lists every route file with exactly the methods it has', async () => {
    expect(Object.keys(document.paths).toSorted()).toEqual(routePaths.toSorted())
    for (const at of routePaths) {
      const doors = await doorsOf(at)
      const reply = await doors['OPTIONS']?.(new Request('http://localhost/'))
      const real = (reply?.headers.get('allow') ?? '')
        .split(', ')
        .filter((name) => name !== 'HEAD' && name !== 'OPTIONS')
      expect(
        Object.keys(document.paths[at] ?? {}).map((method) => method.toUpperCase()),
        at,
      ).toEqual(real)
    }
  })

  it('names every operation once', () => {
    const names = operations.map(
      ({ operation }) => z.looseObject({ operationId: z.string() }).parse(operation).operationId,
    )
    expect(names.toSorted()).toEqual(Object.keys(ROUTES).toSorted())
  })

  it('refers to nothing that is not in it', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref)
    const known = Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(refs.length).toBeGreaterThan(operations.length)
    expect(refs.filter((ref) => !known.includes(ref ?? ''))).toEqual([])
  })

  it('says which parameters a list takes, with their kinds', () => {
    const parameters = z
      .object({ parameters: z.array(z.looseObject({ name: z.string(), in: z.string(), schema: Schemas })) })
      .parse(document.paths['/runs/{id}/failures']?.['get']).parameters
    expect(parameters.map(({ name, in: place }) => `${place} ${name}`)).toEqual([
      'query limit',
      'query cursor',
      'path id',
      'query from',
      'query fleet',
      'query format',
    ])
    expect(parameters[0]?.schema).toMatchObject({ type: 'integer', minimum: 1, maximum: 500, default: 50 })
  })

  it('is served as it is', async () => {
    await withFleets()
    const reply = await ask('/openapi.json', '/openapi.json')
    expect(await reply.json()).toMatchObject({ openapi: '3.1.0', paths: { '/runs': {} }, components: { schemas: {} } })
  })
})

describe('every route', () => {
  const gets = operations.filter(({ method, at }) => method === 'GET' && at !== '/openapi.json')
  const reads = gets.filter(({ at }) => !at.endsWith('.md'))

  it('a report is text, and answers 304', async () => {
    const { db } = await withFleets()
    await fill(db)
    const at = '/ab/experiments/{id}/report.md'
    const reply = await ask(at, addressOf(at))
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, 'text/markdown; charset=utf-8'])
    expect(await reply.text()).toContain('## How it was made')
    const again = await ask(at, addressOf(at), { headers: { 'if-none-match': reply.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
    expect((await ask(at, addressOf(at, 'nothing'))).status).toBe(404)
  })

  it.each(reads.map(({ at }) => at))('GET %s replies as the document says, and answers 304', async (at) => {
    const { db } = await withFleets()
    const made = await fill(db)
    const url = addressOf(at, at.startsWith('/imports') ? made.id : ID)
    const reply = await ask(at, url)
    const body: unknown = await reply.json()
    expect([reply.status, body]).toEqual([200, expect.anything()])
    expect(replySchema(at, 'get', 200).safeParse(body).error).toBeUndefined()
    const again = await ask(at, url, { headers: { 'if-none-match': reply.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it.each(reads.map(({ at }) => at).filter((at) => at.includes('{id}')))(
    'GET %s says 404 for an unknown id',
    async (at) => {
      await withFleets()
      const reply = await ask(at, addressOf(at, 'autopack:nothing/here'))
      expect(reply.status).toBe(404)
      expect(
        z.looseObject({ error: z.looseObject({ code: z.literal('not_found') }) }).safeParse(await reply.json()).success,
      ).toBe(true)
    },
  )

  it.each(reads.map(({ at }) => at))('%s works on an empty database', async (at) => {
    await withFleets()
    const reply = await ask(at, addressOf(at, 'autopack:none'))
    expect([200, 404]).toContain(reply.status)
  })

  it.each(
    Object.values(ROUTES)
      .filter((spec) => 'csv' in spec && spec.csv)
      .map((spec) => spec.path),
  )('GET %s?format=csv has one line for each row', async (at) => {
    const { db } = await withFleets()
    await fill(db)
    const url = addressOf(at)
    const spec: RouteContract | undefined = Object.values(ROUTES).find(
      (each) => each.path === at && each.method === 'GET',
    )
    const body = Schemas.parse(await (await ask(at, url)).json())
    const csv = spec?.csv
    const rows = csv && 'rows' in csv ? csv.rows(body) : z.array(z.unknown()).parse(body[csv?.list ?? ''])
    const text = await (await ask(at, `${url}?format=csv`)).text()
    expect(rows.length).toBeGreaterThan(0)
    expect(text.trimEnd().split('\r\n')).toHaveLength(rows.length + 1)
  })
})

describe('an import by HTTP', () => {
  it('is refused outside the allowed folders, and names the field', async () => {
    await withFleets()
    const reply = await ask('/imports', '/imports', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ paths: ['/etc/passwd'] }),
    })
    expect(reply.status).toBe(403)
    expect(await reply.json()).toMatchObject({ error: { code: 'forbidden', details: { field: 'paths[0]' } } })
  })
})
