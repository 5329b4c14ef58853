import { describe, expect, test } from 'vitest'
import type { UsageRecord } from '@/lib/model/records'
import type { CellValue } from '@/lib/sources/reader'
import { RowCells } from '@/lib/sources/row-cells'
import type { AutopackLookups } from './table-reader'
import { isInventedSplit, usageIdentity, usageTable } from './usage-table'

const NONE: AutopackLookups = { projectOf: () => null, runOfTier: () => null, lacks: () => false }

const cellsOf = (values: Record<string, CellValue>) =>
  new RowCells({
    rowid: 1n,
    values: {
      id: 1n,
      provider: 'openai',
      model: 'gpt-4o',
      role: 'builder',
      run_id: 'r1',
      created_at: '2025-12-19 14:00:00',
      ...values,
    },
    truncated: [],
    invalid: [],
  })

function read(values: Record<string, CellValue>): UsageRecord {
  const result = usageTable.read(cellsOf(values), NONE)
  if ('rejected' in result) throw new Error(result.rejected)
  return result[0] as UsageRecord
}

const known = ({ usage }: UsageRecord) => ({
  input: usage.input,
  output: usage.output,
  unsplit: usage.unsplit,
  total: usage.total,
})

describe('the split of an older schema', () => {
  test.each([
    ['builder', 400n, 600n],
    ['auditor', 600n, 400n],
    ['doctor', 700n, 300n],
    ['agent:planner', 800n, 200n],
    ['builder', 128n, 193n],
  ])('%s with the constant share %i of %i is kept as a total only', (role, prompt, completion) => {
    const event = read({ role, prompt_tokens: prompt, completion_tokens: completion })
    expect(known(event)).toEqual({
      input: null,
      output: null,
      unsplit: prompt + completion,
      total: prompt + completion,
    })
    expect(event.flags).toEqual(['split_invented'])
  })

  test('a share that is not the constant stays', () => {
    const event = read({ prompt_tokens: 410n, completion_tokens: 590n })
    expect(known(event)).toEqual({ input: 410n, output: 590n, unsplit: null, total: 1_000n })
    expect(event.flags).toEqual([])
  })

  test('an unknown role has no constant', () => {
    expect(isInventedSplit('toString', 400n, 600n)).toBe(false)
    expect(isInventedSplit(null, 400n, 600n)).toBe(false)
  })
})

describe('a schema with totals', () => {
  test('a total without a split is kept unsplit, without a flag', () => {
    const event = read({ total_tokens: 900n, prompt_tokens: null, completion_tokens: null })
    expect([known(event), event.flags]).toEqual([{ input: null, output: null, unsplit: 900n, total: 900n }, []])
  })

  test('a split that adds up to the total was measured', () => {
    const event = read({ total_tokens: 1_000n, prompt_tokens: 400n, completion_tokens: 600n })
    expect([known(event), event.flags]).toEqual([{ input: 400n, output: 600n, unsplit: null, total: 1_000n }, []])
  })

  test('a split that does not add up leaves the total and a flag', () => {
    const event = read({ total_tokens: 1_000n, prompt_tokens: 400n, completion_tokens: 5n })
    expect([known(event), event.flags]).toEqual([
      { input: null, output: null, unsplit: 1_000n, total: 1_000n },
      ['tokens_implausible'],
    ])
  })

  test('a total column that was added later and never filled does not hide what the parts say', () => {
    const event = read({ total_tokens: 0n, prompt_tokens: 400n, completion_tokens: 600n })
    expect([event.usage.total, event.flags]).toEqual([1_000n, ['split_invented']])
  })
})

describe('amounts that cannot be', () => {
  test.each<[string, Record<string, CellValue>]>([
    ['negative', { prompt_tokens: -5n, completion_tokens: 10n }],
    ['absurd', { prompt_tokens: 10n ** 17n, completion_tokens: 10n }],
    ['text', { prompt_tokens: 'many', completion_tokens: 10n }],
  ])('%s numbers are not counted and leave a flag', (_name, values) => {
    const event = read(values)
    expect(event.usage.total).toBeNull()
    expect(event.flags).toEqual(expect.arrayContaining(['tokens_implausible', 'tokens_unknown']))
  })

  test('nothing and zero are "not recorded", never 0', () => {
    expect(read({ prompt_tokens: null, completion_tokens: null }).usage.total).toBeNull()
    expect(read({ prompt_tokens: 0n, completion_tokens: 0n }).usage.total).toBeNull()
  })
})

describe('doctor calls', () => {
  test('count by role or by flag; a role without its flag is told', () => {
    const of = (role: string, flag: CellValue | undefined) => {
      const event = read({
        role,
        prompt_tokens: 1n,
        completion_tokens: 99n,
        ...(flag !== undefined && { is_doctor_call: flag }),
      })
      return [event.doctor, event.flags.includes('doctor_flag_missing')]
    }
    expect(of('doctor', 0n)).toEqual([true, true])
    expect(of('Doctor', 1n)).toEqual([true, false])
    expect(of('doctor', undefined)).toEqual([true, false])
    expect(of('builder', 1n)).toEqual([true, false])
    expect(of('builder', 0n)).toEqual([false, false])
  })
})

test('the identity is the same in every version of the schema and for both forms of time', () => {
  const old = usageIdentity(cellsOf({ prompt_tokens: 400n, completion_tokens: 600n }))
  const migrated = { prompt_tokens: 400n, completion_tokens: 600n, total_tokens: 0n, intent: null, client_id: null }
  expect(usageIdentity(cellsOf(migrated))).toBe(old)
  expect(usageIdentity(cellsOf({ ...migrated, total_tokens: 1_000n, created_at: '2025-12-19T14:00:00.000' }))).toBe(old)
  expect(usageIdentity(cellsOf({ prompt_tokens: 400n, completion_tokens: 601n }))).not.toBe(old)
  expect(usageIdentity(cellsOf({ prompt_tokens: 400n, completion_tokens: 600n, run_id: 'r2' }))).not.toBe(old)
})

test('purpose is the intent, else the phase type; an event without a run has no session', () => {
  expect(read({ intent: 'patch', phase_type: 'testing' }).purpose).toBe('patch')
  expect(read({ phase_type: 'testing' }).purpose).toBe('testing')
  expect(read({}).purpose).toBeNull()
  expect(read({ run_id: null })).toMatchObject({ runKey: null, sessionKey: null })
})
