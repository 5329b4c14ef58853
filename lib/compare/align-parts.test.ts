import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { alignParts } from './align-parts'

const part = (word: string, index: number) => {
  const [name = '', type] = word.split(':')
  return { nativeId: `n${index}`, name: name === '' ? null : name, type: type ?? null }
}
const parts = (text: string) => text.split(' ').filter(Boolean).map(part)

/** `A=A`, `A=-`, `-=B`; `~` moved, `*` repeat, `t` by type. */
const shown = (control: string, treatment: string) =>
  alignParts(parts(control), parts(treatment))
    .map((row) => {
      const side = (of: typeof row.control) => (of === null ? '-' : (of.name ?? of.nativeId))
      const marks = `${row.moved ? '~' : ''}${row.repeat ? '*' : ''}${row.by === 'type' ? 't' : ''}`
      return `${side(row.control)}=${side(row.treatment)}${marks}`
    })
    .join(' ')

describe('alignParts', () => {
  it.each([
    ['the same', 'A B C', 'A B C', 'A=A B=B C=C'],
    ['nothing', '', '', ''],
    ['one side', 'A B', '', 'A=- B=-'],
    ['an insertion where it stood', 'A B C', 'A X B C', 'A=A -=X B=B C=C'],
    ['an insertion at the end', 'A', 'A X Y', 'A=A -=X -=Y'],
    ['a deletion', 'A B C', 'A C', 'A=A B=- C=C'],
    ['a reorder', 'A B C D', 'A C D B', 'A=A B=B~ C=C D=D'],
    ['a repeat', 'A B C', 'A B B C', 'A=A B=B -=B* C=C'],
    ['a repeat on both sides', 'A A', 'A A', 'A=A A=A*'],
    ['names in other letters', 'Set up', 'set UP', 'Set=set up=UP'],
    ['a new name of the same type', 'A:x B:y', 'Q:x B:y', 'A=Qt B=B'],
    ['names before types', 'A:x B:x', 'B:x A:x', 'A=A~ B=B'],
    ['the same type elsewhere', 'A:x S:x T:x', 'A:x T:x R:x', 'A=A S=- T=T -=R'],
    ['two new names in one place', 'A P:x Q:y B', 'A R:y S:x B', 'A=A P=S~t Q=Rt B=B'],
    ['types only where one is recorded', 'A B', 'C D', 'A=- B=- -=C -=D'],
    ['keys in place of names', ': :', ':', 'n0=n0 n1=-'],
  ])('%s', (_, control, treatment, rows) => {
    expect(shown(control, treatment)).toBe(rows)
  })

  const some = fc.array(
    fc.record({
      nativeId: fc.constantFrom('1', '2', '__proto__'),
      name: fc.option(fc.constantFrom('a', 'b', 'c', 'constructor')),
      type: fc.option(fc.constantFrom('x', 'y')),
    }),
    { maxLength: 12 },
  )

  it('puts every part of both sides into exactly one row, in the order of the control', () => {
    fc.assert(
      fc.property(some, some, (control, treatment) => {
        const rows = alignParts(control, treatment)
        expect(rows.flatMap((row) => row.control ?? [])).toEqual(control)
        expect(new Set(rows.flatMap((row) => row.treatment ?? []))).toEqual(new Set(treatment))
        expect(rows.flatMap((row) => row.treatment ?? [])).toHaveLength(treatment.length)
        expect(rows.every((row) => (row.by === null) === (row.control === null || row.treatment === null))).toBe(true)
      }),
    )
  })

  it('makes the same pairs with the sides swapped, and none moved between a run and itself', () => {
    fc.assert(
      fc.property(some, some, (control, treatment) => {
        const pairs = (rows: ReturnType<typeof alignParts<(typeof control)[number]>>, swap: boolean) =>
          new Set(
            rows.map((row) => {
              const at = [
                row.control ? control.indexOf(row.control) : -1,
                row.treatment ? treatment.indexOf(row.treatment) : -1,
              ]
              const back = [
                row.treatment ? control.indexOf(row.treatment) : -1,
                row.control ? treatment.indexOf(row.control) : -1,
              ]
              return (swap ? back : at).join('/')
            }),
          )
        expect(pairs(alignParts(treatment, control), true)).toEqual(pairs(alignParts(control, treatment), false))
        const itself = alignParts(control, control)
        expect(itself.every((row) => row.control === row.treatment && !row.moved)).toBe(true)
      }),
    )
  })

  it('aligns 10,000 phases a side at once', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({ nativeId: String(index), name: null, type: 'x' }))
    expect(alignParts(many, many.toReversed()).filter(({ moved }) => moved)).toHaveLength(9_999)
  })
})
