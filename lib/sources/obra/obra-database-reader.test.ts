import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSqliteSource } from '@/lib/ingest/open-sqlite'
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
