import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteSource } from '@/lib/ingest/open-sqlite'
import { sumUsage } from '@/lib/model/usage'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered } from '@/lib/testing/memory-source'
import { testFolder } from '@/lib/testing/test-db'
import { writeObra } from '@/lib/testing/write-obra'
import { obraDatabaseReader } from './obra-database-reader'
import { breakpoint, clock, interaction, iterations, type ObraContent, project, session, task } from './obra-fixture'

const read = (content: ObraContent) =>
  gathered(obraDatabaseReader.read(new FakeSqliteSource({ project_state: [project()], ...content }), null))
const clarify = (count: number) =>
  iterations(
    Array.from({ length: count }, (_, index) => ({
      decision: 'clarify',
      quality: 0.62 + index * 0.016,
      confidence: index === 0 ? 0.32 : 0.64,
    })),
  )

describe('detection', () => {
  const detect = (content: ObraContent) => obraDatabaseReader.detect(new FakeSqliteSource(content))

  test('knows an Obra database by two of its three tables and says which schema it has', () => {
    expect(detect({ task: [task()], ...iterations([{}]) })?.systemVersion).toContain('session an iteration')
    const { task_id: _task, ...older } = session()
    expect(detect({ task: [task()], session_record: [older], interaction: [interaction()] })?.systemVersion).toBe(
      'schema with sessions',
    )
    const { total_tokens: _tokens, ...oldest } = interaction()
    expect(detect({ task: [task()], interaction: [oldest] })?.systemVersion).toBe('schema without tokens')
  })

  test('other databases with a table of tasks are not taken', () => {
    expect(detect({ task: [task()] })).toBeNull()
    expect(detect({ task: [{ id: 1, title: 'x', status: 'y' }], interaction: [{ id: 1 }] })).toBeNull()
    expect(detect({})).toBeNull()
  })
})

describe('tasks and their executions', () => {
  test('a task is a job, its chain of iteration sessions a run, each iteration a phase', () => {
    const { of, rejected, unparsed } = read({ task: [task({ status: 'COMPLETED' })], ...iterations([{}, {}, {}]) })
    expect(of('job')[0]).toMatchObject({ jobKey: '7', type: 'task', project: 'shop', status: 'succeeded', flags: [] })
    expect(of('run').map(({ runKey, job, status }) => [runKey, job?.key, status])).toEqual([['7/1', '7', 'unknown']])
    expect(of('phase').map(({ phaseKey, index, status }) => [phaseKey, index, status])).toEqual([
      ['iteration-1', 1, 'succeeded'],
      ['iteration-2', 2, 'succeeded'],
      ['iteration-3', 3, 'succeeded'],
    ])
    expect(of('session').map(({ taskId, runKey, phaseKey }) => [taskId, runKey, phaseKey])[1]).toEqual([
      '7',
      '7/1',
      'iteration-2',
    ])
    expect([rejected, unparsed]).toEqual([[], []])
  })

  test('a long gap between sessions begins another execution; the numbers of the first stay', () => {
    const [morning, evening] = [iterations([{}, {}]), iterations([{}], { hour: 18 })]
    const { of } = read({
      task: [task()],
      session_record: [...(evening['session_record'] ?? []), ...(morning['session_record'] ?? [])],
      interaction: [...(evening['interaction'] ?? []), ...(morning['interaction'] ?? [])],
    })
    expect(of('run').map(({ runKey, startedAt }) => [runKey, startedAt])).toEqual([
      ['7/1', '2025-11-15T09:00:00.000Z'],
      ['7/2', '2025-11-15T18:00:00.000Z'],
    ])
    expect(of('usage').map(({ runKey }) => runKey)).toEqual(['7/2', '7/1', '7/1'])
  })

  test('epics, stories and subtasks keep their parents', () => {
    const { of } = read({
      task: [
        task({ id: 1, task_type: 'epic' }),
        task({ id: 2, task_type: 'story', epic_id: 1 }),
        task({ id: 3, task_type: 'task', epic_id: 1, story_id: 2 }),
        task({ id: 4, task_type: 'subtask', parent_task_id: 3, epic_id: 1, story_id: 2 }),
      ],
      interaction: [],
    })
    expect(of('job').map(({ type, parentKey }) => [type, parentKey])).toEqual([
      ['epic', null],
      ['story', '1'],
      ['task', '2'],
      ['subtask', '3'],
    ])
    expect(of('run')).toEqual([])
  })

  test.each([
    ['PENDING', 'queued'],
    ['READY', 'queued'],
    ['RUNNING', 'running'],
    ['RETRYING', 'running'],
    ['BLOCKED', 'waiting'],
    ['COMPLETED', 'succeeded'],
    ['FAILED', 'failed'],
    ['CANCELLED', 'stopped'],
    ['pending', 'queued'],
    ['TaskStatus.FAILED', 'failed'],
  ])('a task that is %s is %s', (stored, status) => {
    const [job] = read({ task: [task({ status: stored })] }).of('job')
    expect([job?.statusRaw, job?.status, job?.flags.includes('enum_unknown')]).toEqual([stored, status, false])
  })

  test('stopping stores a state that does not exist: it is unknown and said to be', () => {
    const [job] = read({ task: [task({ status: 'PAUSED' })] }).of('job')
    expect([job?.status, job?.flags]).toEqual(['unknown', ['enum_unknown']])
    expect(read({ task: [task({ status: 'constructor' })] }).of('job')[0]?.status).toBe('unknown')
  })

  test.each([
    [{ status: 'completed', outcome: 'success' }, 'succeeded'],
    [{ status: 'completed', outcome: 'success_limits' }, 'succeeded'],
    [{ status: 'completed', outcome: 'partial' }, 'partial'],
    [{ status: 'completed', outcome: 'failed' }, 'failed'],
    [{ status: 'escalated', reason: 'low confidence' }, 'waiting'],
    [{ status: 'max_iterations', iterations: 10 }, 'failed'],
    [{ status: 'stopped' }, 'stopped'],
    [{ status: 'failed', error: 'story failed' }, 'failed'],
    [{ status: 'dreaming' }, 'unknown'],
  ])('the result %j makes the last execution %s', (result, status) => {
    const { of } = read({ task: [task({ result: JSON.stringify(result) })], ...iterations([{}]) })
    expect(of('run')[0]).toMatchObject({ statusRaw: result.status, status })
  })

  test('sessions of a task that has no row are a run that says so, told once', () => {
    const { of } = read({ task: [task({ id: 1 })], ...iterations([{}, {}]) })
    expect(of('run').map(({ runKey, flags, job }) => [runKey, flags, job?.inferred])).toEqual([
      ['7/1', ['orphan_run'], true],
    ])
    expect(of('phase')).toHaveLength(2)
  })

  test('the temporary session of the task lies around its iterations and is none, with or without its task', () => {
    for (const taskId of [7, null]) {
      const around = session({
        id: 99,
        session_id: 'temp',
        task_id: taskId,
        started_at: clock('08:59:59'),
        ended_at: clock('09:59:00'),
      })
      const content = iterations([{}, {}])
      const { of } = read({
        task: [task()],
        ...content,
        session_record: [around, ...(content['session_record'] ?? [])],
      })
      expect(of('phase').map(({ phaseKey }) => phaseKey)).toEqual(['iteration-1', 'iteration-2'])
      const [temporary] = of('session')
      expect([temporary?.role, temporary?.taskId, temporary?.runKey, temporary?.phaseKey]).toEqual([
        'task',
        '7',
        '7/1',
        null,
      ])
      expect(of('session')[1]?.parentKey).toBe('temp')
    }
  })

  test('totals and averages of a task are those that Obra reports, and none where there is no session', () => {
    const tokens = [52_000, 52_500, 52_300, 52_600, 52_789]
    const { of } = read({ task: [task(), task({ id: 8 })], ...iterations(tokens.map((each) => ({ tokens: each }))) })
    const totals = of('metric').filter(({ jobKey, runKey }) => jobKey !== null && runKey === null)
    expect(Object.fromEntries(totals.map(({ name, value }) => [name, Math.round(value ?? 0)]))).toEqual({
      total_tokens: 262_189,
      total_turns: 10,
      num_iterations: 5,
      avg_tokens_per_iteration: 52_438,
    })
  })
})

describe('the known faults of the source', () => {
  test('a session that says completed although its iteration failed is not believed', () => {
    const { of } = read({
      task: [task()],
      ...iterations([{ values: { error_subtype: 'error_during_execution', num_turns: 3 } }]),
    })
    expect(of('session')[0]).toMatchObject({ statusRaw: 'completed', status: 'failed', flags: ['status_conflict'] })
    expect(of('phase')[0]).toMatchObject({ statusRaw: 'completed', status: 'failed', flags: ['status_conflict'] })
    expect(of('failure')[0]).toMatchObject({
      message: 'error_during_execution after 3 turns',
      type: 'error_during_execution',
    })
  })

  test('a session that says completed without a call that shows it is done but unverified', () => {
    const { of } = read({ task: [task()], session_record: [session()] })
    expect(of('session')[0]).toMatchObject({ status: 'unknown', flags: ['claimed_not_verified', 'tokens_unknown'] })
    expect(of('run')[0]).toMatchObject({ status: 'unknown', flags: ['tokens_unknown'] })
  })

  test('a task that stays PENDING after ten iterations contradicts its evidence', () => {
    const { of } = read({ task: [task({ result: '{"status": "max_iterations", "iterations": 10}' })], ...clarify(10) })
    expect(of('job')[0]).toMatchObject({ statusRaw: 'PENDING', status: 'queued', flags: ['status_conflict'] })
    expect(of('run')[0]).toMatchObject({ statusRaw: 'max_iterations', status: 'failed' })
    expect(of('failure').find(({ type }) => type === 'max_iterations')).toMatchObject({
      cause: 'agent',
      causeRule: 'limit reached: max_iterations',
    })
  })

  test('a task that is PENDING and never ran contradicts nothing', () => {
    expect(read({ task: [task()] }).of('job')[0]?.flags).toEqual([])
  })

  test('COMPLETED without a single call is a claim', () => {
    const { of } = read({ task: [task({ status: 'COMPLETED' })] })
    expect(of('job')[0]).toMatchObject({ status: 'succeeded', flags: ['claimed_not_verified'] })
  })

  test('a limit of turns is a time-out of its iteration, and the retry that worked mends it', () => {
    const limit = { values: { error_subtype: 'error_max_turns', num_turns: 10, validation_passed: null } }
    const { of } = read({ task: [task()], ...iterations([limit, {}]) })
    expect(of('phase').map(({ status }) => status)).toEqual(['timed_out', 'succeeded'])
    expect(of('run')[0]?.status).toBe('unknown')
    expect(read({ task: [task()], ...iterations([{}, limit]) }).of('run')[0]).toMatchObject({
      statusRaw: 'error_max_turns',
      status: 'timed_out',
    })
  })

  test('a run that failed by its turns although its deliverables were written says so', () => {
    const limit = { values: { error_subtype: 'error_max_turns' } }
    const file_state = [
      { id: 1, project_id: 1, task_id: 7, file_path: 'avg.py', change_type: 'created', created_at: clock('09:00:30') },
    ]
    const { of } = read({ task: [task()], ...iterations([limit]), file_state })
    expect(of('run')[0]).toMatchObject({ status: 'timed_out', flags: ['status_conflict'], data: { filesWritten: 1 } })
    expect(of('event').find(({ type }) => type === 'file_change')).toMatchObject({
      title: 'created avg.py',
      phaseKey: 'iteration-1',
    })
    const metadata = '{"outcome": "partial", "deliverable_files": ["avg.py"], "quality_score": 0.7}'
    const assessed = read({
      task: [task({ status: 'COMPLETED', task_metadata: metadata })],
      ...iterations([limit]),
      file_state,
    })
    expect(assessed.of('job')[0]?.status).toBe('partial')
    expect(assessed.of('run')[0]).toMatchObject({ statusRaw: 'partial', status: 'partial', flags: [] })
  })

  test('ten clarify decisions in a row are an endless loop, with the range of quality and confidence', () => {
    const { of } = read({ task: [task()], ...clarify(10) })
    const loop = of('failure').find(({ type }) => type === 'decision_loop')
    expect(loop?.message).toBe('clarify was decided 10 times in a row (quality 0.62 to 0.764, confidence 0.32 to 0.64)')
    expect(loop?.cause).toBe('agent')
    expect(of('event').filter(({ type }) => type === 'decision_loop')).toHaveLength(1)
    expect(of('phase')[0]?.data).toMatchObject({ decision: 'clarify', quality: 0.62, confidence: 0.32 })
  })

  test('two equal decisions, and going on again and again, are no loop', () => {
    expect(read({ task: [task()], ...clarify(2) }).of('failure')).toEqual([])
    expect(read({ task: [task()], ...iterations([{}, {}, {}, {}]) }).of('failure')).toEqual([])
  })

  test('an active session without an end is running, and its run with it', () => {
    const { of } = read({ task: [task()], session_record: [session({ status: 'active', ended_at: null })] })
    expect(of('session')[0]?.status).toBe('running')
    expect(of('run')[0]).toMatchObject({ status: 'running', endedAt: null, data: { terminalRecord: false } })
    const ended = read({ task: [task()], session_record: [session({ status: 'active' })] }).of('session')[0]
    expect([ended?.status, ended?.flags.includes('status_conflict')]).toEqual(['unknown', true])
  })

  test('a breakpoint is an event and an open question until it is resolved', () => {
    const rows = [
      breakpoint(),
      breakpoint({
        id: 2,
        resolved: 1,
        resolution: 'approved: go on',
        resolved_by: 'ann',
        resolved_at: clock('09:05:00'),
      }),
    ]
    const { of } = read({ task: [task()], ...iterations([{}]), breakpoint_event: rows })
    expect(of('event').filter(({ type }) => type === 'breakpoint')[0]).toMatchObject({
      level: 'high',
      runKey: '7/1',
      jobKey: '7',
    })
    expect(of('approval').map(({ status, method, runKey }) => [status, method, runKey])).toEqual([
      ['pending', null, '7/1'],
      ['approved', 'ann', '7/1'],
    ])
  })
})

describe('tokens', () => {
  test('input stands beside the cache, and the total is the sum of four', () => {
    const { of } = read({
      task: [task()],
      session_record: [session()],
      interaction: [interaction({ cost_usd: 0.0123 })],
    })
    const [call] = of('usage')
    expect(call?.usage).toEqual({
      input: 100n,
      cacheWrite5m: 2_000n,
      cacheWrite1h: null,
      cacheRead: 7_900n,
      output: 500n,
      reasoning: null,
      unsplit: null,
      total: 10_500n,
    })
    expect([call?.costPico, call?.provider, call?.sessionKey]).toEqual([12_300_000_000n, 'anthropic', 'session-1'])
    expect(of('metric').find(({ name }) => name === 'cache_hit_rate')?.value).toBe(0.79)
  })

  test('totals of sessions beside their calls are named and not counted twice', () => {
    const { of, dropped } = read({ task: [task()], ...iterations([{}, {}]) })
    expect(sumUsage(of('usage').map(({ usage }) => usage)).total).toBe(21_000n)
    expect(dropped).toEqual([{ rule: 'session-totals-beside-calls', events: 2, tokens: 21_000n }])
  })

  test('totals stand in for a session whose calls are missing, and say nothing of classes', () => {
    const content = iterations([{}, {}])
    const { of } = read({ task: [task()], ...content, interaction: content['interaction']?.slice(0, 1) ?? [] })
    expect(of('usage').map(({ nativeId, usage }) => [nativeId, usage.unsplit, usage.total])).toEqual([
      ['session/task-7-09-2', 10_500n, 10_500n],
      ['70900', null, 10_500n],
    ])
  })

  test('while a call of the run names no session, no session total is counted beside it', () => {
    const content = iterations([{}, {}])
    const loose = interaction({ id: 5, agent_session_id: 'gone', timestamp: clock('09:20:00') })
    const { of } = read({ task: [task()], session_record: content['session_record'] ?? [], interaction: [loose] })
    expect(of('usage').map(({ nativeId }) => nativeId)).toEqual(['5'])
    expect(of('session').every(({ data }) => data['totalsLeftOut'] === '10500')).toBe(true)
  })

  test('a session total that its calls do not add up to is flagged', () => {
    const { of } = read({
      task: [task()],
      session_record: [session({ total_tokens: 99 })],
      interaction: [interaction()],
    })
    expect(of('session')[0]?.flags).toContain('total_mismatch')
  })

  test('columns that hold their default 0 are not recorded: no usage, no cost', () => {
    const zeros = {
      input_tokens: 0,
      cache_creation_input_tokens: 0,
      cache_read_input_tokens: 0,
      output_tokens: 0,
      total_tokens: 0,
    }
    const { of } = read({ task: [task()], session_record: [session()], interaction: [interaction(zeros)] })
    expect(of('usage')).toEqual([])
    expect(of('run')[0]?.flags).toContain('tokens_unknown')
    expect(read({ task: [task()], ...iterations([{}]) }).of('usage')[0]?.costPico).toBeNull()
  })

  test('a total that is not the sum of four is flagged, and the sum is kept', () => {
    const { of } = read({
      task: [task()],
      session_record: [session()],
      interaction: [interaction({ total_tokens: 1 })],
    })
    expect(of('usage')[0]).toMatchObject({ usage: { total: 10_500n }, flags: ['total_mismatch'] })
  })
})

describe('older schemas', () => {
  test('sessions that do not name their task find it through their calls', () => {
    const { task_id: _task, ...row } = session()
    const { of } = read({ task: [task()], session_record: [row], interaction: [interaction()] })
    expect(of('session')[0]).toMatchObject({ taskId: '7', runKey: '7/1', data: { taskInferred: true } })
  })

  test('without sessions, calls are chained: the agent begins an iteration, the judge belongs to it', () => {
    const { agent_session_id: _session, ...row } = interaction()
    const judge = { ...row, id: 2, source: 'LOCAL_LLM', timestamp: clock('09:00:52') }
    const next = { ...row, id: 3, timestamp: clock('09:01:50') }
    const { of } = read({ task: [task()], interaction: [row, judge, next] })
    expect(of('phase').map(({ phaseKey, data }) => [phaseKey, data['calls']])).toEqual([
      ['iteration-1', 2],
      ['iteration-2', 1],
    ])
    expect(of('event').map(({ type, phaseKey, actor }) => [type, phaseKey, actor])).toEqual([
      ['interaction', 'iteration-1', 'claude_code'],
      ['interaction', 'iteration-1', 'local_llm'],
      ['interaction', 'iteration-2', 'claude_code'],
    ])
  })
})

describe('a real file', () => {
  test('reads the same from disk, goes on from any cursor, and says when it was last changed', () => {
    const content = { project_state: [project()], task: [task()], ...clarify(4), breakpoint_event: [breakpoint()] }
    const file = writeObra(path.join(testFolder(), 'orchestrator.db'), content)
    const source = openSqliteSource(file)
    const whole = gathered(obraDatabaseReader.read(source, null))
    const inMemory = gathered(obraDatabaseReader.read(new FakeSqliteSource(content), null))
    const named = ({ kind, ref, flags }: (typeof whole.records)[number]) => [kind, ref, flags]
    expect(whole.records.map(named)).toEqual(inMemory.records.map(named))
    for (const [index, batch] of whole.batches.entries()) {
      const rest = gathered(obraDatabaseReader.read(source, JSON.parse(JSON.stringify(batch.cursor))))
      expect(rest.records).toEqual(whole.batches.slice(index + 1).flatMap(({ records }) => records))
    }
    expect(obraDatabaseReader.latestAt(source)).toBe('2025-11-15T09:03:55.000Z')
    const { runs, usage } = obraDatabaseReader.evidence(source)
    expect([...runs]).toEqual([{ runKey: '7/1', createdAt: '2025-11-15T09:00:00.000Z' }])
    expect([...usage].map(({ nativeId }) => nativeId)).toEqual(['70900', '70901', '70902', '70903'])
    source.close()
  })
})
