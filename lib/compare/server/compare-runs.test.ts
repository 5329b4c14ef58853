import { describe, expect, it } from 'vitest'
import { RunComparison } from '@/lib/compare/schema'
import type { Db } from '@/lib/db/client'
import { makeAttempt, makeJob, makePhase, makeRun, makeUsage } from '@/lib/testing/make-rows'
import { type MadeEntry, madeEntryId, madeSessionId, makeTranscript } from '@/lib/testing/make-session'
import { testDb } from '@/lib/testing/test-db'
import { compareRuns } from './compare-runs'

const now = new Date('2026-02-01T00:00:00.000Z')
const compare = (db: Db, control: string, treatment: string) =>
  compareRuns({ db, fleet: 'own', now }, { control, treatment })

/** A run whose phases spent what is given; null: an event without tokens; undefined: no event. */
async function runOf(db: Db, key: string, spent: Record<string, bigint | null | undefined>, outside: bigint[] = []) {
  const { id } = await makeRun(db, { id: `autopack:${key}` })
  let index = 0
  for (const [name, tokens] of Object.entries(spent)) {
    index += 1
    const phase = await makePhase(db, id, { nativeId: name, name, index, status: 'succeeded', phaseType: 'build' })
    if (tokens !== undefined) await makeUsage(db, id, { phaseId: phase.id, unsplit: tokens })
  }
  for (const tokens of outside) await makeUsage(db, id, { unsplit: tokens })
  return id
}

const callOf = (command: string, callId: string, outcome: 'ok' | 'failed' = 'ok'): MadeEntry[] => [
  { kind: 'tool_call', tool: 'Bash', title: command, callId, text: JSON.stringify({ command, description: callId }) },
  { kind: 'tool_result', callId, text: 'done', outcome, attached: true },
]
const transcript = (db: Db, key: string, commands: readonly string[], said = 'Done.') =>
  makeTranscript(db, {
    key,
    session: { data: JSON.stringify({ cwd: `/home/${key}/shop` }) },
    entries: [
      { kind: 'prompt', text: `Fix the test in /home/${key}/shop/a.test.ts` },
      ...commands.flatMap((command, at) => callOf(command.replace('ROOT', `/home/${key}/shop`), `c${at}`)),
      { kind: 'text', text: said },
    ],
  })

describe('compareRuns', () => {
  it.each(['control', 'treatment'])('says which run is not there: the %s', async (missing) => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a' })
    const [control, treatment] = missing === 'control' ? ['autopack:x', 'autopack:a'] : ['autopack:a', 'autopack:x']
    await expect(compare(db, control ?? '', treatment ?? '')).rejects.toMatchObject({
      code: 'not_found',
      message: expect.stringContaining('autopack:x') as string,
    })
  })

  it('shows two bare runs with nothing invented', async () => {
    const { db } = await testDb()
    await makeRun(db, { id: 'autopack:a', data: 'not json' })
    await makeRun(db, { id: 'autopack:b/é "#"' })
    const reply = await compare(db, 'autopack:a', 'autopack:b/é "#"')
    expect(RunComparison.parse(reply)).toEqual(reply)
    expect(reply).toMatchObject({
      phases: [],
      waterfall: { control: null, treatment: null, delta: null, bars: [] },
      transcripts: { state: 'none', divergence: null },
    })
    expect(reply.specification.filter(({ state }) => state !== 'unknown').map(({ name }) => name)).toEqual(['system'])
  })

  it('has bars by phase that add up to the difference, spend outside of phases and unknown ones marked', async () => {
    const { db } = await testDb()
    const a = await runOf(db, 'a', { plan: 100n, build: 500n, test: null, ship: undefined }, [7n])
    const b = await runOf(db, 'b', { plan: 90n, repair: 40n, build: 700n, test: 30n })
    const { id } = await makePhase(db, 'autopack:elsewhere')
    await makeUsage(db, b, { phaseId: id, unsplit: 5n })
    const { waterfall } = await compare(db, a, b)
    expect(waterfall.bars.map(({ label, delta, unknown }) => [label, delta, unknown])).toEqual([
      ['plan', -10, 'none'],
      ['repair', 40, 'none'],
      ['build', 200, 'none'],
      ['test', 30, 'control'],
      ['ship', null, 'control'],
      ['Outside of phases', -2, 'none'],
    ])
    expect(waterfall).toMatchObject({
      control: 607,
      treatment: 865,
      delta: 258,
      incomplete: { control: 1, treatment: 0 },
    })
    expect(waterfall.bars.reduce((sum, { delta }) => sum + (delta ?? 0), 0)).toBe(waterfall.delta)
  })

  it('lines up phases with attempts, tokens, cost and outcome of both', async () => {
    const { db } = await testDb()
    const a = await runOf(db, 'a', { plan: 1n, build: 2n })
    const b = await runOf(db, 'b', { build: 3n, plan: 4n })
    const phase = await db.phase.findFirstOrThrow({ where: { runId: b, nativeId: 'build' } })
    await makeAttempt(db, phase, { index: 1, outcome: 'failed' })
    await makeAttempt(db, phase, { index: 2, outcome: 'accepted' })
    const { phases } = await compare(db, a, b)
    expect(phases).toMatchObject([
      { by: 'name', control: { label: 'plan', position: 1 }, treatment: { label: 'plan', position: 2, tokens: 4 } },
      {
        by: 'name',
        control: { label: 'build', attempts: null, failedAttempts: null, tokens: 2 },
        treatment: { label: 'build', attempts: 2, failedAttempts: 1, costMicroUsd: null },
      },
    ])
    expect(phases.filter(({ moved }) => moved)).toHaveLength(1)
  })

  it('names both phases of a pair that was made by type, and changes every sign when swapped', async () => {
    const { db } = await testDb()
    const a = await runOf(db, 'a', { plan: 1n, draft: 20n, ship: 3n })
    const b = await runOf(db, 'b', { plan: 4n, sketch: 50n, ship: 6n })
    const there = (await compare(db, a, b)).waterfall
    const back = (await compare(db, b, a)).waterfall
    expect(there.bars.map(({ label, delta }) => [label, delta])).toEqual([
      ['plan', 3],
      ['draft → sketch', 30],
      ['ship', 3],
    ])
    expect([back.delta, ...back.bars.map(({ delta }) => delta)]).toEqual([-36, -3, -30, -3])
  })

  it('compares what the runs and their jobs were told, and hides secrets', async () => {
    const { db } = await testDb()
    const job = (id: string, key: string, seed: number) =>
      makeJob(db, { id, modelRequested: 'm', config: JSON.stringify({ api_key: key, seed }) })
    await job('autopack:ja', 'sk-aaaaaaaaaaaaaaaa', 1)
    await job('autopack:jb', 'sk-bbbbbbbbbbbbbbbb', 2)
    await makeRun(db, { id: 'autopack:a', jobId: 'autopack:ja', goal: 'Go', tokenCap: 5n, data: '{"tokens_used":1}' })
    await makeRun(db, { id: 'autopack:b', jobId: 'autopack:jb', goal: 'Go', data: '{"tokens_used":2}' })
    const { specification } = await compare(db, 'autopack:a', 'autopack:b')
    const states = Object.fromEntries(specification.map(({ name, state }) => [name, state]))
    expect(states).toMatchObject({
      goal: 'same',
      'model asked for': 'same',
      'token cap': 'control_only',
      job: 'differs',
      api_key: 'differs',
      seed: 'differs',
      project: 'unknown',
    })
    expect(states).not.toHaveProperty('tokens_used')
    expect(JSON.stringify(specification)).not.toMatch(/aaaaaaaa|bbbbbbbb/)
  })
})

describe('transcripts', () => {
  const prompts = ['ls ROOT/src', 'cat ROOT/a.ts', 'npm test', 'git diff']

  it('that differ in paths, ids and times alone are the same', async () => {
    const { db } = await testDb()
    const [a, b] = [transcript(db, 'one', prompts), transcript(db, 'two', prompts)]
    const { transcripts } = await compare(db, a, b)
    expect(transcripts).toEqual({
      state: 'same',
      sessions: { control: 1, treatment: 1, compared: 1 },
      matchedSteps: 5,
      divergence: null,
    })
  })

  it('part at the step that was put in, with its entries and what stands around it', async () => {
    const { db } = await testDb()
    const a = transcript(db, 'one', prompts)
    const b = transcript(db, 'two', [...prompts.slice(0, 2), 'rm -rf dist', ...prompts.slice(2)])
    const { transcripts } = await compare(db, a, b)
    expect(transcripts).toMatchObject({
      state: 'part',
      matchedSteps: 3,
      divergence: {
        kind: 'added',
        control: { sessionId: madeSessionId('one'), entryId: madeEntryId('one', 5), meetsAt: madeEntryId('one', 5) },
        treatment: { sessionId: madeSessionId('two'), entryId: madeEntryId('two', 5), meetsAt: madeEntryId('two', 7) },
      },
    })
    expect(transcripts.divergence?.treatment.context.map(({ title, outcome }) => [title, outcome])).toEqual([
      [null, null],
      ['ls /home/two/shop/src', 'ok'],
      ['cat /home/two/shop/a.ts', 'ok'],
      ['rm -rf dist', 'ok'],
      ['npm test', 'ok'],
      ['git diff', 'ok'],
      [null, null],
    ])
  })

  it('part where one ends, and its last entries are shown', async () => {
    const { db } = await testDb()
    const [a, b] = [transcript(db, 'one', prompts.slice(0, 2)), transcript(db, 'two', prompts)]
    const { transcripts } = await compare(db, a, b)
    expect(transcripts).toMatchObject({ matchedSteps: 3, divergence: { kind: 'ended', control: { entryId: null } } })
    expect(transcripts.divergence?.control.context.at(-1)).toMatchObject({ kind: 'text', text: 'Done.' })
  })

  it('whose steps are the same part where something else is said', async () => {
    const { db } = await testDb()
    const [a, b] = [transcript(db, 'one', prompts), transcript(db, 'two', prompts, 'I could not do it.')]
    expect((await compare(db, a, b)).transcripts).toMatchObject({ state: 'part', divergence: { kind: 'other_words' } })
  })

  it('are read over many pages, and sessions are paired by their role', async () => {
    const { db } = await testDb()
    const many = Array.from({ length: 1_300 }, (_, index) => `echo ${index}`)
    const a = transcript(db, 'one', many)
    const b = transcript(db, 'two', many)
    const c = transcript(db, 'three', [...many.slice(0, 1_100), 'echo other', ...many.slice(1_101)])
    expect((await compare(db, a, b)).transcripts).toMatchObject({ state: 'same', matchedSteps: 1_301 })
    expect((await compare(db, a, c)).transcripts).toMatchObject({
      matchedSteps: 1_101,
      divergence: { kind: 'other_input', treatment: { entryId: madeEntryId('three', 2_201) } },
    })
    makeTranscript(db, {
      key: 'agent',
      session: { runId: b, parentId: b, role: 'sub-agent', startedAt: '2025-01-01T00:00:00.000Z' },
      entries: callOf('ls', 'x'),
    })
    expect((await compare(db, a, b)).transcripts).toMatchObject({
      state: 'sessions',
      sessions: { control: 1, treatment: 2, compared: 1 },
    })
  })
})
