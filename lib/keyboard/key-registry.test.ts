import { describe, expect, it } from 'vitest'
import { createKeyRegistry, type KeyBinding, keyText, type Stroke } from '@/lib/keyboard/key-registry'
import { rowInHand } from '@/lib/keyboard/use-list-keys'

const stroke = (key: string, atMs = 0, rest: Partial<Stroke> = {}): Stroke => ({
  key,
  atMs,
  meta: false,
  ctrl: false,
  alt: false,
  ...rest,
})
const binding = (id: string, keys: string[], rest: Partial<KeyBinding> = {}): KeyBinding => ({
  id,
  keys,
  label: id,
  group: 'Anywhere',
  run: () => {},
  ...rest,
})

describe('key registry', () => {
  it('finds single keys, chords and sequences', () => {
    const registry = createKeyRegistry()
    registry.add(() => [binding('next', ['j', 'ArrowDown']), binding('palette', ['mod+k']), binding('runs', ['g r'])])
    expect(registry.match(stroke('ArrowDown'))?.id).toBe('next')
    expect(registry.match(stroke('k', 0, { ctrl: true }))?.id).toBe('palette')
    expect(registry.match(stroke('k'))).toBeNull()
    expect(registry.match(stroke('g', 10))).toBeNull()
    expect(registry.match(stroke('r', 500))?.id).toBe('runs')
  })

  it('forgets half a sequence after a while, and after another key', () => {
    const registry = createKeyRegistry()
    registry.add(() => [binding('runs', ['g r']), binding('refresh', ['r'])])
    registry.match(stroke('g', 0))
    expect(registry.match(stroke('r', 5_000))?.id).toBe('refresh')
    registry.match(stroke('g', 6_000))
    registry.match(stroke('z', 6_100))
    expect(registry.match(stroke('r', 6_200))?.id).toBe('refresh')
  })

  it('lets the page win over the shell, and gives the key back when the page goes', () => {
    const registry = createKeyRegistry()
    registry.add(() => [binding('shell', ['x'])])
    const leave = registry.add(() => [binding('page', ['x'])])
    expect(registry.match(stroke('x'))?.id).toBe('page')
    leave()
    expect(registry.match(stroke('x'))?.id).toBe('shell')
  })

  it('passes over what makes no sense now, and never takes Alt chords or lone modifiers', () => {
    const registry = createKeyRegistry()
    registry.add(() => [binding('off', ['x'], { when: () => false }), binding('shift', ['Shift'])])
    expect(registry.match(stroke('x'))).toBeNull()
    expect(registry.match(stroke('x', 0, { alt: true }))).toBeNull()
    expect(registry.match(stroke('Shift'))).toBeNull()
  })

  it('writes keys as the machine does', () => {
    expect(keyText('mod+k', true)).toBe('⌘K')
    expect(keyText('mod+k', false)).toBe('Ctrl+K')
    expect(keyText('g ,', false)).toBe('g ,')
    expect(keyText('ArrowDown', false)).toBe('↓')
  })
})

describe('the row in hand', () => {
  it('follows its id when rows arrive above, and its place when it leaves the list', () => {
    expect(rowInHand(['new', 'a', 'b'], { id: 'b', index: 1 })).toBe(2)
    expect(rowInHand(['a', 'c'], { id: 'b', index: 1 })).toBe(1)
    expect(rowInHand(['a'], { id: 'b', index: 1 })).toBe(0)
    expect(rowInHand([], { id: 'b', index: 1 })).toBe(-1)
    expect(rowInHand(['a'], null)).toBe(-1)
  })
})
