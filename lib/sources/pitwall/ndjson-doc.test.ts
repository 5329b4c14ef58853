import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { NDJSON_KINDS } from './ndjson-contract'
import { NdjsonUsage } from './ndjson-fields'
import { pitwallReader } from './pitwall-reader'

function reasonOf(value: unknown): string {
  const result = pitwallReader.open({ state: null, path: 'x' }).readLine(value, 1, 0)
  return 'rejected' in result ? result.rejected : 'taken'
}

const usage = { kind: 'usage', usageId: 'u', at: '2026-08-01T10:00:00Z' }

describe('the documentation', () => {
  const doc = readFileSync(new URL('../../../docs/ndjson.md', import.meta.url), 'utf8')
  const lines = (/```ndjson\n([\s\S]*?)```/.exec(doc)?.[1] ?? '').trimEnd().split('\n')

  test('every example is taken, and every kind has one', () => {
    const kinds = lines.map((line) => {
      const value = JSON.parse(line) as Record<string, unknown>
      expect(reasonOf(value)).toBe('taken')
      return value['kind']
    })
    expect(new Set(kinds)).toEqual(new Set(Object.keys(NDJSON_KINDS)))
  })

  test('every field of every kind is named in its row', () => {
    const state = ['status', 'statusRaw', 'failureReason', 'createdAt', 'startedAt', 'endedAt', 'updatedAt']
    const everywhere = ['v', 'kind', 'flags', 'data', ...state]
    for (const [kind, { shape }] of Object.entries(NDJSON_KINDS)) {
      const row = doc.split('\n').find((line) => line.startsWith(`| \`${kind}\` |`)) ?? ''
      for (const name of Object.keys(shape)) {
        if (!everywhere.includes(name)) expect([kind, name, row.includes(`\`${name}\``)]).toEqual([kind, name, true])
      }
    }
    for (const name of [...everywhere, ...Object.keys(NdjsonUsage.shape)])
      expect(doc).toMatch(new RegExp(`[\`"]${name}[\`"]`))
  })

  test('the refusal it quotes is the one that is given', () => {
    const reason = reasonOf({ v: 1, ...usage, usage: { input: '12' } })
    expect(doc.replaceAll('\n', ' ')).toContain(`line 17: ${reason}`)
  })
})
