import { describe, expect, it } from 'vitest'
import { fileEdits } from './file-edits'

const kinds = (tool: string | null, input: unknown) =>
  fileEdits(tool, JSON.stringify(input))?.map(({ path, kind, lines }) => [path, kind, lines.length])

describe('edits of a call', () => {
  it('are read from one replacement, several, and a whole file', () => {
    const edit = { old_string: 'a', new_string: 'b' }
    expect(kinds('Edit', { file_path: 'x.ts', ...edit })).toEqual([['x.ts', 'edit', 2]])
    expect(kinds('MultiEdit', { file_path: 'x.ts', edits: [edit, edit] })).toEqual([['x.ts', 'edit', 4]])
    expect(kinds('Write', { file_path: 'x.ts', content: 'a\nb' })).toEqual([['x.ts', 'write', 2]])
  })

  it('are read from a patch, wherever it stands in the input', () => {
    const patch =
      '*** Begin Patch\n*** Add File: a.ts\n+one\n*** Delete File: b.ts\n*** Update File: c.ts\n@@\n-x\n+y\n z\n*** End Patch'
    const files = [
      ['a.ts', 'write', 1],
      ['b.ts', 'delete', 0],
      ['c.ts', 'edit', 3],
    ]
    expect(kinds('apply_patch', { input: patch })).toEqual(files)
    expect(kinds('shell', { command: ['apply_patch', patch] })).toEqual(files)
    expect(fileEdits('apply_patch', patch)?.length).toBe(3)
    expect(kinds('apply_patch', patch)).toEqual(files)
  })

  it('are none where the input is of another kind, cut, or not what it seems', () => {
    for (const input of [
      '',
      '{"file_path":"x","old_st',
      'null',
      '[]',
      '"text"',
      '{"file_path":7,"old_string":{}}',
      '{"edits":[null]}',
    ]) {
      expect(fileEdits('Edit', input)).toBeNull()
    }
    expect(fileEdits('Read', '{"file_path":"x"}')).toBeNull()
    expect(fileEdits('Bash', null)).toBeNull()
    expect(fileEdits('Edit', '{"__proto__":{"file_path":"x"},"old_string":"a","new_string":"b"}')).toBeNull()
  })
})
