import { expect, test } from 'vitest'
import { type TemplatePart, templateParts } from './template-parts'

const shown = (parts: readonly TemplatePart[]) =>
  parts.map(({ kind, text }) => (kind === 'mask' ? '[ ]' : kind === 'code' ? `{${text}}` : text)).join('')

test.each([
  [
    'Fetch run status from API failed: 404 Client Error: Not Found',
    'Fetch run status from API failed: {404} Client Error: Not Found',
  ],
  ['command ended with exit code 127', 'command ended with exit code {127}'],
  ['status=503 after <*> tries', 'status={503} after [ ] tries'],
  ['Patch rejected: <*> protected path violations', 'Patch rejected: [ ] protected path violations'],
  ['<*><*>', '[ ][ ]'],
  ['line 404 of the file', 'line 404 of the file'],
  ['', ''],
  ['<script>alert(1)</script> < * >', '<script>alert(1)</script> < * >'],
])('%j is drawn as %j', (template, expected) => {
  expect(shown(templateParts(template))).toBe(expected)
})

test('a megabyte of digits and masks is taken apart at once, and nothing of it is lost', () => {
  const template = '<*> 404 '.repeat(130_000)
  const startedAt = performance.now()
  const parts = templateParts(template)
  expect(performance.now() - startedAt).toBeLessThan(1_000)
  expect(parts.map(({ text }) => text).join('')).toBe(template)
})
