import { describe, expect, it } from 'vitest'
import { nestedBelow } from '@/lib/lists/nested-below'
import { belongsTo } from './session-words'

const row = (id: string, parentId: string | null = null) => ({ id, parentId })

describe('sub-agents in a list', () => {
  it('stand below their parent only where it, or another child of it, is the row above', () => {
    const rows = [row('a'), row('a1', 'a'), row('a2', 'a'), row('b'), row('a3', 'a'), row('a4', 'a'), row('b1', 'b')]
    expect(nestedBelow(rows)).toEqual([false, true, true, false, false, false, false])
    expect(nestedBelow([row('x', 'not on this page'), row('y', 'not on this page')])).toEqual([false, false])
    expect(nestedBelow([])).toEqual([])
  })

  it('are named by their run where their own name is that of a role', () => {
    const builder = { system: 'autopack', parentId: 'autopack:r-1/executor', runId: 'autopack:r-1:x' }
    expect(belongsTo(builder)).toBe('r-1:x')
    expect(belongsTo({ ...builder, runId: null })).toBe('sub-agent')
    expect(belongsTo({ system: 'codex', parentId: 'codex:p', runId: 'codex:019a' })).toBe('sub-agent')
    expect(belongsTo({ ...builder, parentId: null })).toBeNull()
  })
})
