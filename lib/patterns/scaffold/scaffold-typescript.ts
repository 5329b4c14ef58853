import { commentText, quotedString } from './code-literals'
import type { Scaffold, ScaffoldFile } from './scaffold-input'

const FILL_IN = 'return PATTERN.test(message)'

/** Detector and test for Node.js, with its own test runner; the types can be stripped. */
export function typescriptFiles(scaffold: Scaffold): ScaffoldFile[] {
  const { slug } = scaffold
  return [
    { path: `detect_${slug}.ts`, text: detector(scaffold) },
    { path: `detect_${slug}.test.ts`, text: test(scaffold) },
  ]
}

const detector = ({
  input,
  slug,
  expression,
}: Scaffold) => `// A proposed detector. It finds nothing until it is filled in.
// Test: npx tsx --test detect_${slug}.test.ts
//
// Pattern:  ${commentText(input.id)}
// Title:    ${commentText(input.title)}
// Template: ${commentText(input.template)}

// Every repetition is bounded, so that the time follows the length of the message. Make it narrower where you know more.
export const PATTERN =
  /${expression.join('')}/u

/** Whether a message shows this pattern. */
export function detect(message: string): boolean {
  // To fill it in, replace the line between the two marks by this one:
  //     ${FILL_IN}
  // mark: begin
  throw new Error('detect() is not filled in')
  // mark: end
}
`

const strings = (texts: readonly string[]) =>
  texts.length === 0 ? '[]' : `[\n${texts.map((text) => `  ${quotedString(text)},`).join('\n')}\n]`

const test = ({ slug, samples, others }: Scaffold) => `// Fails until the detector is filled in as its file says.
// Run in this folder: npx tsx --test detect_${slug}.test.ts   (Node.js 22.18 or later runs it by itself: node --test)

import { strictEqual } from 'node:assert'
import { test } from 'node:test'
import { detect } from './detect_${slug}.ts'

// Real messages of the pattern.
const SAMPLES: readonly string[] = ${strings(samples)}

// Messages of other patterns.
const OTHERS: readonly string[] = ${strings(others)}

test('finds every sample', () => {
  for (const [at, sample] of SAMPLES.entries()) strictEqual(detect(sample), true, \`sample \${at}\`)
})

test('leaves other messages alone', () => {
  for (const [at, other] of OTHERS.entries()) strictEqual(detect(other), false, \`other \${at}\`)
})

test('leaves an empty message alone', () => {
  strictEqual(detect(''), false)
})
`
