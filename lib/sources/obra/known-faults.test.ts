import { describe, expect, test } from 'vitest'
import { sumUsage } from '@/lib/model/usage'
import { FakeSqliteSource } from '@/lib/testing/fake-sqlite-source'
import { gathered } from '@/lib/testing/memory-source'
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

  test('iterations that only clarify are no successes, however valid their answers', () => {
    expect(
      new Set(
        read({ task: [task()], ...clarify(10) })
          .of('phase')
          .map(({ status }) => status),
      ),
    ).toEqual(new Set(['unknown']))
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
