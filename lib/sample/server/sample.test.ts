import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import Database from 'libsql'
import { describe, expect, it } from 'vitest'
import { liveTranscripts } from '@/lib/sample/transcripts/live-transcripts'
import { sampleTranscripts } from '@/lib/sample/transcripts/sample-transcripts'
import { expectedUsage } from '@/lib/sample/transcripts/written-usage'
import { importInto } from '@/lib/testing/importing'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { advanceSample } from './advance-sample'
import { createSample, removeSample } from './create-sample'

const NOW = new Date('2025-12-26T20:31:00.000Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)

function query<T = Record<string, unknown>>(file: string, sql: string): T[] {
  const db = new Database(file, { readonly: true })
  try {
    return db.prepare(sql).all() as T[]
  } finally {
    db.close()
  }
}

/** Every row of every table, as text. */
function contents(file: string): string {
  const tables = query<{ name: string }>(file, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
  return tables
    .map(({ name }) => `${name}\n${JSON.stringify(query(file, `SELECT * FROM ${name} ORDER BY 1`))}`)
    .join('\n')
}

function created(seed?: string) {
  const folder = testFolder()
  const { files } = createSample({ folder, now: NOW, ...(seed && { seed }) })
  return { folder, files, main: path.join(folder, 'autopack.db') }
}

const count = (file: string, sql: string) => Number(Object.values(query(file, `SELECT count(*) ${sql}`)[0] ?? {})[0])

const isTranscript = (file: string) => /\/(claude|codex)\//.test(file)

describe('the sample fleet', () => {
  it('is the same rows for the same seed and time, and others for another seed', () => {
    const [a, b, c] = [created(), created(), created('another')]
    const names = a.files.map((file) => path.relative(a.folder, file))
    expect(b.files.map((file) => path.relative(b.folder, file))).toEqual(names)
    for (const name of names) {
      const [left, right] = [path.join(a.folder, name), path.join(b.folder, name)]
      if (name.endsWith('.db')) expect(contents(left) === contents(right), name).toBe(true)
      else expect(readFileSync(left, 'utf8') === readFileSync(right, 'utf8'), name).toBe(true)
    }
    expect(contents(c.main) === contents(a.main)).toBe(false)
  })

  it('shows each kind of thing there is to show', () => {
    const { main } = created()
    const spent = '(SELECT sum(total_tokens) FROM llm_usage_events u WHERE u.run_id = r.id)'
    const phases = (states: string) =>
      `(SELECT count(*) FROM phases p WHERE p.run_id = r.id AND p.state IN (${states}))`
    const failed = "FROM runs r WHERE state LIKE 'DONE_FAILED%'"
    expect(count(main, 'FROM runs')).toBeGreaterThan(45)
    expect(count(main, `FROM runs r WHERE ${spent} > token_cap`)).toBe(1)
    expect(count(main, `${failed} AND ${phases("'QUEUED'")} > 0`)).toBeGreaterThan(1)
    expect(count(main, `${failed} AND ${phases("'QUEUED','FAILED','SKIPPED'")} = 0`)).toBe(2)
    expect(count(main, `FROM runs r WHERE state = 'PHASE_EXECUTION' AND ${phases("'QUEUED','EXECUTING'")} = 0`)).toBe(2)
    expect(
      count(main, 'FROM (SELECT DISTINCT run_id FROM llm_usage_events WHERE run_id NOT IN (SELECT id FROM runs))'),
    ).toBe(3)
    expect(query(main, 'SELECT DISTINCT estimate_source s FROM phase6_metrics WHERE s IS NOT NULL')).toHaveLength(3)
    expect(query(main, 'SELECT DISTINCT budget_mode FROM token_efficiency_metrics')).toHaveLength(2)
    expect(query(main, 'SELECT is_valid FROM ab_test_results ORDER BY is_valid')).toEqual([
      { is_valid: 0 },
      { is_valid: 1 },
    ])
    expect(query(main, 'SELECT DISTINCT status s FROM approval_requests ORDER BY s').map((row) => row['s'])).toEqual([
      'approved',
      'pending',
      'timeout',
    ])
    expect(count(main, "FROM approval_requests WHERE status = 'pending' AND timeout_at > '2025-12-26 20:31'")).toBe(2)
    expect(count(main, 'FROM governance_requests WHERE approved IS NULL')).toBe(1)
    expect(count(main, "FROM phases WHERE state = 'FAILED' AND last_failure_reason IS NULL")).toBeGreaterThan(0)
    expect(count(main, "FROM phases WHERE state = 'FAILED' AND last_failure_reason IS NOT NULL")).toBeGreaterThan(0)
    expect(count(main, "FROM runs WHERE state = 'HELD_AT_BORDER'")).toBe(1)
    expect(count(main, 'FROM llm_usage_events WHERE prompt_tokens IS NULL AND total_tokens > 0')).toBeGreaterThan(10)
    expect(count(main, 'FROM llm_usage_events WHERE prompt_tokens > 200000')).toBeGreaterThan(0)
    expect(count(main, "FROM llm_usage_events WHERE role = 'doctor' AND is_doctor_call = 0")).toBeGreaterThan(0)
    expect(count(main, "FROM tiers WHERE state <> 'PENDING'")).toBe(1)
    expect(count(main, 'FROM phases p JOIN tiers t ON t.id = p.tier_id WHERE t.run_id <> p.run_id')).toBe(1)
    expect(query(main, 'SELECT DISTINCT model FROM llm_usage_events').length).toBeGreaterThanOrEqual(7)
    expect(count(main, "FROM runs WHERE id LIKE '%/%' AND id LIKE '%#%' AND id LIKE '%\"%'")).toBe(1)
  })

  it('never has a time after now, but for approvals that still wait', () => {
    const { main } = created()
    for (const [table, column] of [
      ['runs', 'updated_at'],
      ['phases', 'updated_at'],
      ['llm_usage_events', 'created_at'],
      ['decision_log', 'timestamp'],
      ['ab_test_results', 'created_at'],
      ['phase6_metrics', 'created_at'],
    ] as const) {
      expect(count(main, `FROM ${table} WHERE ${column} > '2025-12-26 20:31:00.000000'`), table).toBe(0)
    }
  })

  it('has an older copy that agrees on every usage row, and disagrees on one state', () => {
    const { files, main } = created()
    const copy = files[0] ?? ''
    const [old, current] = [copy, main].map(
      (file) => new Map(query(file, 'SELECT * FROM llm_usage_events').map((row) => [row['id'], JSON.stringify(row)])),
    )
    expect(old?.size).toBeGreaterThan(300)
    for (const [id, row] of old ?? []) expect(current?.get(id), String(id)).toBe(row)
    const states = new Map(query(main, 'SELECT id, state FROM phases').map((row) => [row['id'], row['state']]))
    const changed = query(copy, 'SELECT id, state FROM phases').filter((row) => states.get(row['id']) !== row['state'])
    expect(changed.map((row) => [row['state'], states.get(row['id'])])).toEqual([['COMPLETE', 'FAILED']])
  })

  it('has an old database of another machine, with the invented split and a run of the same name', () => {
    const { folder, main } = created()
    const legacy = path.join(folder, 'autopack-legacy.db')
    const columns = query(legacy, "SELECT name FROM pragma_table_info('llm_usage_events')").map((row) => row['name'])
    expect(columns).not.toContain('total_tokens')
    const shares = query<{ s: number }>(
      legacy,
      "SELECT round(1.0 * prompt_tokens / (prompt_tokens + completion_tokens), 2) s FROM llm_usage_events WHERE role = 'builder'",
    )
    expect(new Set(shares.map((row) => row.s))).toEqual(new Set([0.4]))
    const created_at = new Map(
      query(main, 'SELECT id, created_at FROM runs').map((row) => [row['id'], row['created_at']]),
    )
    const shared = query(legacy, 'SELECT id, created_at FROM runs').filter((row) => created_at.has(row['id']))
    expect(shared).toHaveLength(1)
    expect(created_at.get(shared[0]?.['id'])).not.toBe(shared[0]?.['created_at'])
  })

  it('replaces an older sample and touches nothing else in the folder', () => {
    const { folder, files } = created()
    writeFileSync(path.join(folder, 'notes.txt'), 'mine')
    createSample({ folder, now: later(86_400 * 3) })
    expect(files.slice(0, 1).filter(existsSync)).toEqual([])
    removeSample(folder)
    expect(readdirSync(folder)).toEqual(['notes.txt'])
  })
})

describe('the transcripts of the sample', () => {
  it('are read to the tokens that they were made with, and nothing in them is turned down', {
    timeout: 60_000,
  }, async () => {
    const { files } = created()
    const live = new Set(
      liveTranscripts('harbor', NOW.getTime(), 0, NOW.getTime()).map((file) => path.basename(file.path)),
    )
    const finished = files.filter((file) => isTranscript(file) && !live.has(path.basename(file)))
    const store = await testDb()
    const receipt = await importInto(store, finished, { synthetic: true }, () => NOW)
    expect(receipt.files.filter(({ status, rejected }) => status !== 'imported' || rejected.length > 0)).toEqual([])
    const stored = await store.db.usageEvent.groupBy({
      by: ['model'],
      _sum: { input: true, cacheRead: true, cacheWrite5m: true, cacheWrite1h: true, output: true },
      _count: true,
    })
    const totals = stored.map(({ model, _sum, _count }) => [
      model,
      { ...Object.fromEntries(Object.entries(_sum).map(([name, sum]) => [name, Number(sum)])), responses: _count },
    ])
    expect(Object.fromEntries(totals)).toEqual(expectedUsage(sampleTranscripts('harbor', NOW.getTime())))
    expect(await store.db.session.count({ where: { role: 'main' } })).toBe(29)
    expect(await store.db.session.count({ where: { role: 'sub-agent' } })).toBe(7)
    const links = await store.db.sessionLink.findMany({ where: { kind: { in: ['fork', 'resume'] } } })
    expect(links.map(({ kind }) => kind).sort()).toEqual(['fork', 'resume'])
  })

  it('grow by whole lines, the same by many small steps or one big one', () => {
    const [small, big] = [created(), created()]
    const before = new Map(small.files.filter(isTranscript).map((file) => [file, readFileSync(file, 'utf8')]))
    const grown = new Set<string>()
    for (let seconds = 5; seconds <= 8_000; seconds += 133) {
      const advanced = advanceSample({ folder: small.folder, now: later(seconds) })
      if (advanced.status === 'advanced') for (const file of advanced.files.filter(isTranscript)) grown.add(file)
      for (const file of grown) {
        const text = readFileSync(file, 'utf8')
        expect(text.startsWith(before.get(file) ?? '') && text.endsWith('\n')).toBe(true)
        before.set(file, text)
      }
    }
    advanceSample({ folder: small.folder, now: later(8_000) })
    advanceSample({ folder: big.folder, now: later(8_000) })
    expect(grown.size).toBeGreaterThan(2)
    for (const file of grown) {
      const same = path.join(big.folder, path.relative(small.folder, file))
      expect(readFileSync(same, 'utf8') === readFileSync(file, 'utf8')).toBe(true)
    }
  })

  it('go on after a write that was cut short', () => {
    const { folder, files } = created()
    advanceSample({ folder, now: later(600) })
    const live = files.filter(isTranscript).find((file) => readFileSync(file, 'utf8').includes('refactor/part-1')) ?? ''
    const whole = readFileSync(live, 'utf8')
    writeFileSync(live, whole.slice(0, -40))
    advanceSample({ folder, now: later(700) })
    expect(readFileSync(live, 'utf8').startsWith(whole)).toBe(true)
  })
})

describe('the live run', () => {
  it('does something within seconds and is followed by another', () => {
    const { folder, main } = created()
    expect(advanceSample({ folder, now: later(30) })).toMatchObject({
      status: 'advanced',
      files: expect.arrayContaining([main]),
    })
    const alive = () =>
      query(main, "SELECT id FROM runs WHERE id GLOB '*-[0-9][0-9][0-9][0-9]' AND state = 'PHASE_EXECUTION'")
    expect(alive()).toHaveLength(1)
    const before = alive()[0]?.['id']
    advanceSample({ folder, now: later(3_600) })
    expect(alive()).toHaveLength(1)
    expect(alive()[0]?.['id']).not.toBe(before)
  })

  it('ends in the same rows by many small steps, one big one, or the same step twice', () => {
    const [small, big] = [created(), created()]
    for (let seconds = 7; seconds < 7_200; seconds += 97) advanceSample({ folder: small.folder, now: later(seconds) })
    advanceSample({ folder: small.folder, now: later(7_200) })
    expect(advanceSample({ folder: small.folder, now: later(7_200) }).status).toBe('unchanged')
    advanceSample({ folder: big.folder, now: later(7_200) })
    expect(contents(small.main) === contents(big.main)).toBe(true)
  })

  it('never takes back what it wrote: usage rows only grow, and the clock may step back', () => {
    const { folder, main } = created()
    const usage = () => query(main, 'SELECT * FROM llm_usage_events ORDER BY id').map((row) => JSON.stringify(row))
    let before = usage()
    for (const seconds of [100, 900, 500, 2_000, 5_000]) {
      advanceSample({ folder, now: later(seconds) })
      const after = new Set(usage())
      expect(before.filter((row) => !after.has(row))).toEqual([])
      before = [...after]
    }
  })

  it('turns down an approval that nobody answered in time', () => {
    const { folder, main } = created()
    advanceSample({ folder, now: later(780) })
    expect(query(main, 'SELECT status, responded_at = timeout_at same FROM approval_requests WHERE id = 1')).toEqual([
      { status: 'timeout', same: 1 },
    ])
  })

  it('says that a sample of an older version must be made again', () => {
    const { folder } = created()
    const state = path.join(folder, 'sample.json')
    writeFileSync(state, readFileSync(state, 'utf8').replace(/"version": \d+/, '"version": 3'))
    expect(advanceSample({ folder, now: later(30) })).toEqual({ status: 'expired' })
  })

  it('says that it must be made again after sleeping for a day, after a week, or without its files', () => {
    const { folder, main } = created()
    const untouched = contents(main)
    expect(advanceSample({ folder, now: later(86_401) })).toEqual({ status: 'expired' })
    expect(contents(main) === untouched).toBe(true)
    expect(advanceSample({ folder: testFolder(), now: NOW })).toEqual({ status: 'expired' })
    for (let day = 1; day <= 7; day += 1)
      expect(advanceSample({ folder, now: later(day * 86_000) }).status).toBe('advanced')
    expect(advanceSample({ folder, now: later(7 * 86_400 + 1) })).toEqual({ status: 'expired' })
  })
})
