import { Random } from '@/lib/sample/random'
import { InterllmRun } from '@/lib/sources/interllm/interllm-fixture'
import { noteOf, outputOf, scenarioAt, TODO_TEXT } from './scenario-list'

const CLAIMED = 1
const REFUSED = 4
const REPORTED =
  "Error invoking MCP tool codex: 1 validation error for CallToolResult\ncontent\n  Field required [type=missing, input_value={'error': '…'}]"

/**
 * A run that began at `startMs` and broke off: Codex ran another model with more effort than asked for, one scenario was
 * called done although nothing was done, and the error that ended the run was not its first cause.
 */
export function finishedRun(seed: string, startMs: number): InterllmRun {
  const random = new Random(`${seed} interllm`)
  const run = new InterllmRun({ startMs, observedModel: 'gpt-5.2-codex', observedEffort: 'high' })
  run.wrote('outputs/todo_scenarios.txt', TODO_TEXT)
  calibrate(run.wait(2))
  for (let index = 0; index < REFUSED; index += 1) {
    run.wait(6).start(scenarioAt(index)).wait(9)
    if (index === CLAIMED) claim(run, index)
    else workOut(run, index, random)
    run.wait(4).end('DONE', { input: random.int(1_900, 2_700), output: random.int(180, 420) })
  }
  return refuse(run)
}

function calibrate(run: InterllmRun): void {
  run.start({ kind: 'prompt_calibration', prompt: 'Write a prompt template for the scenarios of the list.' }).wait(21)
  run.end('The template asks for a short note of three steps.', { input: 3_204, output: 611 })
}

/** Its file is there, from the run before: nothing of this run wrote it. */
function claim(run: InterllmRun, index: number): void {
  run.wrote(outputOf(index), noteOf(index))
  run.work({
    prompt: `Write ${outputOf(index)}.`,
    sums: [4_310],
    lastMessage: 'DONE. Shall I also write the other notes?',
  })
  run.wait(31)
}

function workOut(run: InterllmRun, index: number, random: Random): void {
  const path = outputOf(index)
  const first = random.int(5_200, 7_800)
  run.work({
    prompt: `Write the note to ${path}.`,
    sums: [first, first + random.int(6_100, 9_400)],
    commands: [
      { command: 'ls outputs', exitCode: 0, output: 'todo_scenarios.txt\n' },
      ...(index === 2 ? [{ command: `sed -n 1,40p ${path}`, exitCode: 2, output: 'No such file or directory\n' }] : []),
    ],
    patches: [{ path }],
    lastMessage: `I wrote ${path}.`,
  })
  run.wrote(path, noteOf(index)).wait(random.int(30, 55))
}

function refuse(run: InterllmRun): InterllmRun {
  run.wait(6).start(scenarioAt(REFUSED)).wait(9)
  run.work({
    prompt: `Write ${outputOf(REFUSED)}.`,
    refused: { httpStatus: 400, detail: 'Instructions are not valid for this model' },
  })
  run.sdkLog('ERROR', 'Error invoking MCP tool codex')
  return run.wait(2).error(REPORTED).wait(1).exit(0)
}
