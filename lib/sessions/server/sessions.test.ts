import { describe, expect, it } from 'vitest'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import {
  FindInput,
  ListDroppedInput,
  ListEntriesInput,
  ListSessionsInput,
  ListSessionTasksInput,
} from '@/lib/sessions/schema'
import { makeSession } from '@/lib/testing/make-rows'
import {
  growTranscript,
  type MadeEntry,
  madeEntryId,
  madeSessionId,
  makeDroppedCopy,
  makeTranscript,
} from '@/lib/testing/make-session'
import { planSession } from '@/lib/testing/plan-session'
import { testDb } from '@/lib/testing/test-db'
import { findInSession } from './find-in-session'
import { getEntry } from './get-entry'
import { getSession } from './get-session'
import { listDropped } from './list-dropped'
import { listEntries } from './list-entries'
import { listSessionTasks } from './list-session-tasks'
import { listSessions } from './list-sessions'

const contextOf = (db: Db): Context => ({ db, fleet: 'own', now: new Date('2026-02-01T00:00:00.000Z') })
const KEY = 'a/b "é" #1'
const ID = madeSessionId(KEY)

const ENTRIES: MadeEntry[] = [
  { kind: 'prompt', text: 'Please FIX it <b>now</b>' },
  { kind: 'thinking', text: 'hm', response: 'r1' },
  { kind: 'tool_call', tool: 'Bash', title: 'ls', callId: 'c1', text: '{"command":"ls"}', response: 'r1' },
  {
    kind: 'tool_result',
    callId: 'c1',
    outcome: 'failed',
    attached: true,
    exitCode: 2,
    text: 'Exit code 2\nno such file',
  },
  { kind: 'tool_call', tool: 'Edit', callId: 'c2', text: '{}', response: 'r2' },
  { kind: 'tool_result', callId: 'c2', outcome: 'denied', attached: true, text: 'The user said no' },
  { kind: 'compaction', title: 'automatic' },
  { kind: 'text', text: 'Done; 100%_sure', response: 'r2' },
]

async function filled() {
  const { db } = await testDb()
  const responses = [
    { key: 'r1', at: 1, output: 8n, lowerBound: true },
    { key: 'r2', at: 4, output: 50n },
  ]
  makeTranscript(db, { key: KEY, entries: ENTRIES, responses })
  return { db, ctx: contextOf(db) }
}

const entriesOf = (input: Partial<Record<string, unknown>> = {}) => ListEntriesInput.parse({ id: ID, ...input })
const kindsOf = (page: { items: readonly { kind: string }[] }) => page.items.map(({ kind }) => kind)

describe('a transcript', () => {
  it('shows results inside their calls, and says where each entry stands', async () => {
    const { ctx } = await filled()
    const page = await listEntries(ctx, entriesOf())
    expect(kindsOf(page)).toEqual(['prompt', 'thinking', 'tool_call', 'tool_call', 'compaction', 'text'])
    expect(page.items.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5])
    expect(page.items[2]?.results.map(({ outcome, exitCode }) => [outcome, exitCode])).toEqual([['failed', 2]])
    expect([page.total, page.offset, page.previousCursor, page.nextCursor]).toEqual([6, 0, null, null])
  })

  it('names the tokens of a response once, beside its first entry', async () => {
    const { ctx } = await filled()
    const { items } = await listEntries(ctx, entriesOf())
    expect(items.map(({ response }) => response && [response.tokens, response.first, response.countsHere])).toEqual([
      null,
      [20, true, true],
      [20, false, true],
      [62, true, true],
      null,
      [62, true, true],
    ])
    expect(items[1]?.response?.lowerBound).toEqual(['output'])
  })

  it('is paged both ways, and comes back to the same entries', async () => {
    const { ctx } = await filled()
    const first = await listEntries(ctx, entriesOf({ limit: 2 }))
    const second = await listEntries(ctx, entriesOf({ limit: 2, cursor: first.nextCursor }))
    const third = await listEntries(ctx, entriesOf({ limit: 2, cursor: second.nextCursor }))
    expect([first, second, third].flatMap(kindsOf)).toEqual([
      'prompt',
      'thinking',
      'tool_call',
      'tool_call',
      'compaction',
      'text',
    ])
    expect(third.nextCursor).toBeNull()
    const back = await listEntries(ctx, entriesOf({ limit: 2, cursor: third.previousCursor }))
    expect(back.items.map(({ id }) => id)).toEqual(second.items.map(({ id }) => id))
    const before = await listEntries(ctx, entriesOf({ limit: 5, cursor: second.previousCursor }))
    expect(kindsOf(before)).toEqual(['prompt', 'thinking'])
  })

  it('goes on after the same entry when others were added', async () => {
    const { db, ctx } = await filled()
    const first = await listEntries(ctx, entriesOf({ limit: 5 }))
    growTranscript(db, { key: KEY, from: ENTRIES.length, entries: [{ kind: 'prompt', text: 'And now?' }] })
    const next = await listEntries(ctx, entriesOf({ limit: 5, cursor: first.nextCursor }))
    expect(next.items.map(({ text }) => text)).toEqual(['Done; 100%_sure', 'And now?'])
    expect(next.total).toBe(7)
  })

  it('opens around an entry, of an attached result around its call', async () => {
    const { ctx } = await filled()
    const around = (entry: number, rest = {}) =>
      listEntries(ctx, entriesOf({ around: madeEntryId(KEY, entry), limit: 3, ...rest }))
    expect(await around(4)).toMatchObject({ offset: 2, aroundIndex: 3 })
    expect((await around(3)).aroundIndex).toBe(2)
    expect((await around(0)).offset).toBe(0)
    expect((await around(0, { kind: 'text' })).aroundIndex).toBeNull()
    expect((await listEntries(ctx, entriesOf({ around: 'nothing' }))).aroundIndex).toBeNull()
  })

  it('is filtered by role, kind and outcome, of the result inside a call too', async () => {
    const { ctx } = await filled()
    const filtered = async (filters: Record<string, string>) => kindsOf(await listEntries(ctx, entriesOf(filters)))
    expect(await filtered({ role: 'person' })).toEqual(['prompt'])
    expect(await filtered({ kind: 'text,thinking' })).toEqual(['thinking', 'text'])
    expect(await filtered({ outcome: 'failed' })).toEqual(['tool_call'])
    expect(await filtered({ outcome: 'denied,interrupted', kind: 'tool_call' })).toEqual(['tool_call'])
    expect(await filtered({ role: 'system', outcome: 'failed' })).toEqual([])
  })

  it('gives the beginning of texts when asked to, and the whole of one entry', async () => {
    const { ctx } = await filled()
    const { items } = await listEntries(ctx, entriesOf({ textMax: 6, limit: 1 }))
    expect(items.map(({ text, chars }) => [text, chars])).toEqual([['Please', 24]])
    const whole = await getEntry(ctx, { id: ID, entryId: madeEntryId(KEY, 0) })
    expect(whole.text).toBe('Please FIX it <b>now</b>')
    await expect(getEntry(ctx, { id: madeSessionId('other'), entryId: madeEntryId(KEY, 0) })).rejects.toThrow(
      'No entry',
    )
  })

  it('refuses cursors that are not its own, and sessions that are not there', async () => {
    const { ctx } = await filled()
    await expect(listEntries(ctx, entriesOf({ cursor: 'abc' }))).rejects.toMatchObject({ code: 'bad_request' })
    await expect(listEntries(ctx, ListEntriesInput.parse({ id: 'claude-code:no' }))).rejects.toMatchObject({
      code: 'not_found',
    })
    expect(ListEntriesInput.safeParse({ id: ID, kind: "x' OR 1=1" }).success).toBe(false)
  })
})

describe('finding a text', () => {
  const find = async (ctx: Context, q: string, rest = {}) =>
    (await findInSession(ctx, FindInput.parse({ id: ID, q, ...rest }))).items.map(({ index }) => index)

  it('looks in any case, in results too, and takes % and _ as they stand', async () => {
    const { ctx } = await filled()
    expect(await find(ctx, 'fix IT')).toEqual([0])
    expect(await find(ctx, 'no such file')).toEqual([2])
    expect(await find(ctx, '100%_s')).toEqual([5])
    expect(await find(ctx, '%')).toEqual([5])
    expect(await find(ctx, 'bash')).toEqual([2])
    expect(await find(ctx, '')).toEqual([])
  })

  it('counts positions under the filters that are set', async () => {
    const { ctx } = await filled()
    expect(await find(ctx, 'no such', { kind: 'tool_call' })).toEqual([0])
    expect(await find(ctx, 'no such', { role: 'person' })).toEqual([])
  })

  it('stops at a thousand places and says so', async () => {
    const { db } = await testDb()
    makeTranscript(db, {
      key: 'many',
      entries: Array.from({ length: 1_200 }, () => ({ kind: 'text', text: 'needle' }) as const),
    })
    const found = await findInSession(contextOf(db), FindInput.parse({ id: madeSessionId('many'), q: 'needle' }))
    expect([found.items.length, found.capped, found.items.at(-1)?.index]).toEqual([1_000, true, 999])
  })
})

describe('one session', () => {
  it('marks failures, denials and compactions where they are shown', async () => {
    const { ctx } = await filled()
    const { marks, shownEntries, counts } = await getSession(ctx, { id: ID })
    expect(marks.map(({ kind, index, tool, line }) => [kind, index, tool, line])).toEqual([
      ['failure', 2, 'Bash', 'no such file'],
      ['denial', 3, 'Edit', 'The user said no'],
      ['compaction', 4, null, 'automatic'],
    ])
    expect(shownEntries).toBe(6)
    expect(counts).toContainEqual({ kind: 'tool_result', outcome: 'denied', entries: 1 })
  })

  it('sums itself and all below it, however deep, and survives parents in a circle', async () => {
    const { db, ctx } = await filled()
    const child = (key: string, parent: string) =>
      makeTranscript(db, {
        key,
        entries: [{ kind: 'text', text: 'x' }],
        responses: [{ key: 'r', at: 0, input: 0n, output: 100n }],
        session: { parentId: madeSessionId(parent), role: 'sub-agent' },
      })
    child('one', KEY)
    child('two', 'one')
    await db.session.update({ where: { id: ID }, data: { parentId: madeSessionId('two') } })
    const { own, children, sum, tree } = await getSession(ctx, { id: ID })
    expect([own, children, sum].map(({ usage, sessions }) => [usage.total, sessions])).toEqual([
      [82, 1],
      [200, 2],
      [282, 3],
    ])
    expect(own.usage.lowerBound).toEqual(['output'])
    expect(sum.costIsLowerBound).toBe(true)
    expect(tree.map(({ id }) => id).toSorted()).toEqual([ID, madeSessionId('one'), madeSessionId('two')].toSorted())
  })

  it('tells links in both directions, and those to sessions nobody imported', async () => {
    const { db, ctx } = await filled()
    const link = (id: string, fromId: string, toId: string) =>
      db.sessionLink.create({ data: { id, fromId, toId, kind: 'resume', version: '' } })
    await link('l1', ID, 'claude-code:gone')
    await link('l2', 'claude-code:later', ID)
    const { links } = await getSession(ctx, { id: ID })
    expect(links.map(({ direction, session }) => [direction, session.id, session.known]).toSorted()).toEqual([
      ['from', 'claude-code:gone', false],
      ['to', 'claude-code:later', false],
    ])
  })

  it('that is not there is not an empty one', async () => {
    const { ctx } = await filled()
    await expect(getSession(ctx, { id: 'claude-code:no' })).rejects.toMatchObject({ code: 'not_found' })
  })
})

describe('a response that counts elsewhere', () => {
  it('stands beside the one that was kept, with both numbers and both entries', async () => {
    const { db, ctx } = await filled()
    makeTranscript(db, {
      key: 'fork',
      entries: ENTRIES.slice(0, 3).map((entry) => ({ ...entry, responseOf: KEY })),
      session: { droppedEvents: 1, droppedTokens: 19n },
    })
    makeDroppedCopy(db, { key: 'r1', at: 1, droppedFrom: 'fork', keptIn: KEY, output: 7n })
    const { items, total } = await listDropped(ctx, ListDroppedInput.parse({ id: madeSessionId('fork') }))
    expect(total).toBe(1)
    expect(items[0]).toMatchObject({
      rule: 'replayed-history',
      lines: 2,
      writtenTokens: 624,
      usage: { output: 7, total: 19 },
      entryId: madeEntryId('fork', 1),
      kept: { sessionId: ID, entryId: madeEntryId(KEY, 1), usage: { output: 8, total: 20 } },
    })
    expect((await getSession(ctx, { id: madeSessionId('fork') })).droppedBy).toEqual([
      { rule: 'replayed-history', events: 1, tokens: 19 },
    ])
    const { items: copied } = await listEntries(ctx, ListEntriesInput.parse({ id: madeSessionId('fork') }))
    expect(copied[1]?.response).toMatchObject({ countsHere: false, first: true })
  })
})

describe('the list of sessions', () => {
  const list = async (ctx: Context, input: Record<string, string>) =>
    (await listSessions(ctx, ListSessionsInput.parse(input))).items.map(({ nativeId }) => nativeId)

  it('is filtered, ordered and paged by value', async () => {
    const { db, ctx } = await filled()
    makeTranscript(db, {
      key: 'b',
      ...planSession(40),
      session: { taskId: 't1', models: '["gpt-5.5","x\\"y"]', model: 'gpt-5.5' },
    })
    makeTranscript(db, { key: 'c', entries: [], session: { parentId: ID, taskId: 't1', lastEvidenceAt: '' } })
    expect(await list(ctx, {})).toEqual(['b', KEY, 'c'])
    expect(await list(ctx, { nested: 'true' })).toEqual(['c'])
    expect(await list(ctx, { model: 'x"y' })).toEqual(['b'])
    expect(await list(ctx, { denials: 'true', nested: 'false', q: 'É' })).toEqual([])
    expect(await list(ctx, { denials: 'true', q: 'a/b' })).toEqual([KEY])
    expect(await list(ctx, { sort: 'tokens' })).toEqual(['b', KEY, 'c'])
    const page = await listSessions(ctx, ListSessionsInput.parse({ sort: 'tokens', limit: 1 }))
    expect(await list(ctx, { sort: 'tokens', cursor: page.nextCursor ?? '' })).toEqual([KEY, 'c'])
    expect(page.total).toBe(3)
  })

  it('is narrowed to the sessions of all runs of a job', async () => {
    const { db, ctx } = await filled()
    for (const [id, jobId] of [
      ['r1', 'j1'],
      ['r2', 'j1'],
      ['r3', 'j2'],
    ] as const) {
      await db.run.create({ data: { id, system: 'synth', instanceId: 'synth', nativeId: id, jobId } })
      makeTranscript(db, { key: `s-${id}`, entries: [], session: { runId: id } })
    }
    expect((await list(ctx, { jobId: 'j1' })).toSorted()).toEqual(['s-r1', 's-r2'])
    expect(await list(ctx, { jobId: 'j1', runId: 'r2' })).toEqual(['s-r2'])
    expect(await list(ctx, { jobId: 'nobody' })).toEqual([])
  })

  it('shows how a session without a name began, and how many sub-agents it has', async () => {
    const { db, ctx } = await filled()
    makeTranscript(db, { key: 'c', entries: [], session: { parentId: ID } })
    const { items } = await listSessions(ctx, ListSessionsInput.parse({ nested: 'false' }))
    expect(items.map(({ firstPrompt, subAgents }) => [firstPrompt, subAgents])).toEqual([
      ['Please FIX it <b>now</b>', 1],
    ])
  })

  it('sums by task, those without one last', async () => {
    const { db, ctx } = await filled()
    makeTranscript(db, { key: 'b', ...planSession(20), session: { taskId: 't1' } })
    makeTranscript(db, { key: 'c', ...planSession(20), session: { taskId: 't1' } })
    const { items, total } = await listSessionTasks(ctx, ListSessionTasksInput.parse({}))
    expect(items.map(({ taskId, sessions }) => [taskId, sessions])).toEqual([
      ['t1', 2],
      [null, 1],
    ])
    expect(total).toBe(2)
    const first = await listSessionTasks(ctx, ListSessionTasksInput.parse({ limit: 1 }))
    const rest = await listSessionTasks(ctx, ListSessionTasksInput.parse({ limit: 1, cursor: first.nextCursor ?? '' }))
    expect(rest.items.map(({ taskId }) => taskId)).toEqual([null])
  })

  it('averages tokens over the sessions that record them', async () => {
    const { db } = await testDb()
    for (const tokens of [100n, 5n, null]) {
      await makeSession(db, 'obra:r', { taskId: '7', tokens, turns: 2 })
      await makeSession(db, 'obra:r', { taskId: '8', tokens: null })
    }
    const { items } = await listSessionTasks(contextOf(db), ListSessionTasksInput.parse({}))
    expect(items).toMatchObject([
      { taskId: '7', sessions: 3, turns: 6, tokens: 105, tokensPerSession: 52.5, sessionsWithTokens: 2 },
      { taskId: '8', sessions: 3, tokens: null, tokensPerSession: null, sessionsWithTokens: 0 },
    ])
  })
})
