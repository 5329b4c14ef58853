import { setFlagsFromString } from 'node:v8'
import { describeFailure } from './command-error'
import { quietBrokenPipe, tell } from './output'
import { buildProgram } from './program'

const args = process.argv.slice(2)

// Commands end within seconds; a worker lives long enough to gain by what follows.
if (args[0] !== 'worker') {
  // Node.js ends only when it has optimised the ORM's WebAssembly, which takes longer than most commands.
  setFlagsFromString('--liftoff-only')
  // Optimising hundreds of functions took 1.4 s of a 3.5 s import and gained less: only what runs 15 times as often is.
  setFlagsFromString('--interrupt-budget=1000000')
}

quietBrokenPipe()
try {
  const program = await buildProgram(args)
  await program.parseAsync()
} catch (error) {
  const { line, exitCode } = describeFailure(error)
  if (line !== '') tell(`pitwall: ${line}`)
  process.exitCode = exitCode
}
