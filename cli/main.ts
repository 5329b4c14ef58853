import { describeFailure } from './command-error'
import { quietBrokenPipe, tell } from './output'
import { buildProgram } from './program'

quietBrokenPipe()
try {
  const program = await buildProgram(process.argv.slice(2))
  await program.parseAsync()
} catch (error) {
  const { line, exitCode } = describeFailure(error)
  if (line !== '') tell(`pitwall: ${line}`)
  process.exitCode = exitCode
}
