/**
 * How well and how fast lines are grouped, with one setting for all systems.
 *
 *   PITWALL_REAL_DATA=FOLDER npm run bench:grouping -- [--lines 10000000]
 *
 * With the folder of real records: grouping accuracy per labelled system (of messages and of raw lines), whether a
 * shuffled copy gives the same groups, Autopack's errors, failure texts. Always: speed beside a bare line reader, a line
 * of 1 MB, and, with --lines, the memory of `pitwall patterns mine --no-members` on a file of so many lines.
 */
import { parseArgs } from 'node:util'
import { printAutopack, printFailureTexts, printLabelled } from './grouping/quality'
import { printLongLine, printMemory, printSpeed } from './grouping/speed'

const { values } = parseArgs({ options: { lines: { type: 'string' } } })
const realData = process.env['PITWALL_REAL_DATA']

if (realData) {
  printLabelled(realData)
  printAutopack(realData)
  printFailureTexts(realData)
} else console.log('No real records: set PITWALL_REAL_DATA to measure how well lines are grouped.\n')
await printSpeed(realData ?? null)
printLongLine()
if (values.lines) await printMemory(Number(values.lines))
