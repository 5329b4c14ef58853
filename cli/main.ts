import { setFlagsFromString } from 'node:v8'
import { describeFailure } from './command-error'
import { quietBrokenPipe, tell } from './output'
import { buildProgram } from './program'

const args = process.argv.slice(2)

// Node.js ends only when it has optimised the ORM's WebAssembly, which takes longer than most commands and helps none of
// them. A worker lives long enough to gain by it.
if (args[0] !== 'worker') setFlagsFromString('--liftoff-only')

quietBrokenPipe()
try {
  const program = await buildProgram(args)
  await program.parseAsync()
} catch (error) {
  const { line, exitCode } = describeFailure(error)
  if (line !== '') tell(`pitwall: ${line}`)
  process.exitCode = exitCode
}
