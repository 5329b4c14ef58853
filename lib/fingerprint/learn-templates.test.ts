import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fingerprintOf } from './fingerprint'
import { learnTemplates } from './learn-templates'
import { shapeOf } from './shape-of'

/** Groups as sets of messages, by their shown template. */
function groups(messages: readonly string[]): Record<string, string[]> {
  const templates = learnTemplates(messages.map(shapeOf))
  const found: Record<string, string[]> = {}
  for (const message of messages) {
    const { template } = fingerprintOf(templates.get(shapeOf(message)) ?? '')
    found[template] = [...new Set([...(found[template] ?? []), message])].sort()
  }
  return found
}
const templatesOf = (messages: readonly string[]) => Object.keys(groups(messages)).sort()
const NAMES = ['amber', 'birch', 'cedar', 'daisy', 'elm']

test('a place with five different words is a variable, with four it is not', () => {
  expect(templatesOf(NAMES.map((name) => `could not start ${name} today`))).toEqual(['could not start <*> today'])
  expect(templatesOf(NAMES.slice(1).map((name) => `could not start ${name} today`))).toHaveLength(4)
})

test('one word joins where the same place is known to be a variable', () => {
  expect(templatesOf(['worker 17 lost its lease', 'worker main lost its lease'])).toEqual(['worker <*> lost its lease'])
})

test('plain words in front need more evidence: there they are what the message is about', () => {
  expect(templatesOf(NAMES.map((name) => `${name} failed to start`))).toHaveLength(5)
})

test('what follows the word user is a name', () => {
  expect(templatesOf(['session opened for user root', 'session opened for user guest'])).toEqual([
    'session opened for user <*>',
  ])
})

test('statuses and exit codes never become a variable, however many there are', () => {
  const statuses = [400, 401, 403, 404, 409, 422, 429, 500, 502, 503]
  expect(templatesOf(statuses.map((status) => `call failed with HTTP ${status} at 12`))).toHaveLength(statuses.length)
  expect(templatesOf([1, 2, 3, 126, 127, 137].map((code) => `build ended with exit code ${code}`))).toHaveLength(6)
})

test('a failing test is its name, however many tests fail', () => {
  expect(templatesOf(NAMES.map((name) => `--- FAIL: Test_${name} (0.02s)`))).toHaveLength(5)
})

const MESSAGE = fc
  .tuple(fc.constantFrom('open', 'close', 'read'), fc.constantFrom(...NAMES, 'fir', 'gum'), fc.nat({ max: 99 }))
  .map(([verb, name, count]) => `cannot ${verb} ${name} of ${count}: device ${name}${count} busy`)

test('the groups are the same in any order and any number of repetitions', () => {
  fc.assert(
    fc.property(
      fc
        .array(MESSAGE, { minLength: 1, maxLength: 60 })
        .chain((messages) =>
          fc.tuple(
            fc.constant(messages),
            fc.shuffledSubarray([...messages, ...messages], { minLength: messages.length * 2 }),
          ),
        ),
      ([messages, shuffled]) => {
        expect(groups(shuffled)).toEqual(groups(messages))
      },
    ),
  )
})

test('making the fingerprints again changes none of them', () => {
  fc.assert(
    fc.property(fc.array(MESSAGE, { minLength: 1, maxLength: 60 }), (messages) => {
      const once = learnTemplates(messages.map(shapeOf))
      const again = learnTemplates(messages.map(shapeOf))
      expect([...again].sort()).toEqual([...once].sort())
    }),
  )
})
