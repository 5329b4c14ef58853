import { expect, test } from 'vitest'
import { autopackSignature } from './autopack-signature'
import { classifyFailure } from './cause'
import { failureHeadline } from './failure-headline'
import { learnTemplates } from './learn-templates'
import { messageOfLine } from './message-of-line'
import { shapeOf } from './shape-of'

/** Texts made to send a regular expression back and forth. */
const BAIT = [
  '/'.repeat(5),
  'a/',
  'a.',
  '1:',
  'a@',
  '0x',
  '-1',
  'ab-',
  '\u001b[',
  '\u001b]',
  '{"a":',
  '{}',
  '}',
  'outside ',
  'blocked ',
  'error: ',
  '"',
  '((',
  'x=1 ',
  '\u0001',
  'Jun ',
  'No such file ENOENT ',
  'model config deploy filter flag ',
]
const whole = (bait: string, length: number) => bait.repeat(Math.ceil(length / bait.length)).slice(0, length)

/** The least of several runs, in milliseconds of processor time: what the work costs when nothing disturbs it. */
function cost(work: () => void): number {
  let least = Number.POSITIVE_INFINITY
  for (let round = 0; round < 5; round += 1) {
    const before = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(before)
    least = Math.min(least, (user + system) / 1_000)
  }
  return least
}

const read = (text: string) => {
  shapeOf(text)
  messageOfLine(text)
  failureHeadline(text)
  classifyFailure(text, { system: 'other', state: null })
}

test.each(BAIT)('five megabytes of %j cost about what a quarter of it costs', (bait) => {
  const long = whole(bait, 5_000_000)
  const short = whole(bait, 1_250_000)
  // A square would be sixteen times as dear; what is read is bounded, so that it is about once. The floor is noise.
  expect(cost(() => read(long))).toBeLessThan(
    8 *
      Math.max(
        cost(() => read(short)),
        8,
      ),
  )
})

test.each(BAIT)("Autopack's signature of %j grows with the length and no faster", (bait) => {
  const [long, short] = [whole(bait, 400_000), whole(bait, 100_000)]
  expect(cost(() => autopackSignature(long))).toBeLessThan(
    10 *
      Math.max(
        cost(() => autopackSignature(short)),
        4,
      ),
  )
})

test('thousands of different shapes of bait are merged in a time that follows their number', () => {
  const shapes = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      shapeOf(`${whole('w', (at % 90) + 1)} ${'ab '.repeat(at % 50)}${at % 7} end`),
    )
  expect(cost(() => learnTemplates(shapes(4_000)))).toBeLessThan(
    12 *
      Math.max(
        cost(() => learnTemplates(shapes(1_000))),
        20,
      ),
  )
})
