import { expect, test } from 'vitest'
import { describeFailure } from './command-error'
import { buildProgram } from './program'

const refusal = async (...args: string[]) => {
  const program = await buildProgram(args)
  return program.parseAsync(args, { from: 'user' }).then(() => null, describeFailure)
}

test('a word that names no command below a command is answered with the nearest, and does nothing', async () => {
  expect(await refusal('prices', 'shwo')).toEqual({
    line: "unknown command 'shwo' (Did you mean show?) See --help.",
    exitCode: 2,
  })
  expect(await refusal('budgets', 'remvoe', 'b1')).toEqual({
    line: "unknown command 'remvoe' (Did you mean remove?) See --help.",
    exitCode: 2,
  })
})
