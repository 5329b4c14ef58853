import type { MadeEntry, MadeResponse } from './make-session'

/** Contents for made-up transcripts: turns of a person, answers, tools of each kind, each tenth of them failing. */

const SOURCE = `export function record(seconds: number) {
  const context = new AudioContext()
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  return new Recorder(context, stream, seconds)
}`
const EDIT = {
  file_path: '/home/dev/recorder/src/record.ts',
  old_string: SOURCE,
  new_string: SOURCE.replace('new AudioContext()', 'new (window.AudioContext ?? window.webkitAudioContext)()').replace(
    'seconds)\n}',
    'seconds)\n}\n\nexport const MAX_SECONDS = 600',
  ),
}
const PATCH = `*** Begin Patch
*** Update File: src/record.ts
@@ export function record
-  const context = new AudioContext()
+  const context = makeContext()
*** End Patch`
const ANSWER =
  'The recorder now asks for a context of its own in each browser. Three files change:\n\n' +
  '- `src/record.ts` makes the context\n- `src/play.ts` uses it\n\n```ts\nconst context = makeContext()\n```\n\nShall I run the tests?'

type Outcome = 'ok' | 'failed' | 'denied' | 'interrupted'

const call = (index: number, response: string): MadeEntry[] => {
  const callId = `call-${index}`
  const tools = [
    { tool: 'Bash', title: 'npm test -- recorder', input: { command: 'npm test -- recorder' } },
    { tool: 'Edit', title: 'src/record.ts', input: EDIT },
    { tool: 'Grep', title: 'webkitAudioContext', input: { pattern: 'webkitAudioContext' } },
    { tool: 'Read', title: 'src/play.ts', input: { file_path: 'src/play.ts' } },
    { tool: 'apply_patch', title: 'src/record.ts', input: { input: PATCH } },
  ]
  const { tool, title, input } = tools[index % tools.length] ?? { tool: 'Bash', title: 'ls', input: {} }
  const outcome = outcomeOf(index)
  const back = { kind: 'tool_result', callId, outcome, attached: true } as const
  return [
    { kind: 'tool_call', tool, title, callId, text: JSON.stringify(input), response },
    { ...back, text: answerOf(outcome, index), exitCode: outcome === 'failed' ? 1 : outcome === 'ok' ? 0 : null },
  ]
}

function outcomeOf(index: number): Outcome {
  if (index % 97 === 13) return 'denied'
  if (index % 131 === 17) return 'interrupted'
  return index % 23 === 9 ? 'failed' : 'ok'
}

function answerOf(outcome: Outcome, index: number): string {
  if (outcome === 'failed')
    return '<tool_use_error>String to replace not found in file.\nString: const context = new AudioContext()'
  if (outcome === 'denied') return 'The user does not want to proceed with this tool use.'
  if (outcome === 'interrupted') return '[Request interrupted by user for tool use]'
  return Array.from(
    { length: 2 + (index % 40) },
    (_, line) => `src/file-${line}.ts:${index}: const value = ${line}`,
  ).join('\n')
}

/** A plan of about so many entries, counted with the results that stand inside their calls. */
export function planSession(entries: number): { entries: MadeEntry[]; responses: MadeResponse[] } {
  const plan: MadeEntry[] = []
  const responses: MadeResponse[] = []
  for (let turn = 0; plan.length < entries; turn += 1) {
    plan.push({
      kind: 'prompt',
      text: turn === 0 ? 'Make the recorder work in every browser' : `Go on with part ${turn}, please`,
    })
    for (let step = 0; step < 6 && plan.length < entries; step += 1) {
      const index = turn * 6 + step
      const response = `msg-${index}`
      responses.push({
        key: response,
        at: plan.length,
        input: 10n,
        cacheRead: BigInt(14_000 + (index % 300) * 220),
        cacheWrite: index % 17 === 0 ? 12_000n : 700n,
        output: BigInt(80 + (index % 9) * 60),
      })
      if (step % 3 === 0)
        plan.push({ kind: 'thinking', text: 'The context is made in two places; one of them is old.', response })
      plan.push({ kind: 'text', text: step === 5 ? ANSWER : `Step ${index}: I look at the next file.`, response })
      plan.push(...call(index, response))
    }
    if (turn % 40 === 39)
      plan.push({
        kind: 'compaction',
        title: 'automatic, at 155,000 tokens',
        text: 'The conversation so far, in short: …',
      })
    if (turn % 60 === 30) plan.push({ kind: 'error', text: 'API Error: 529 overloaded', outcome: 'failed' })
  }
  return { entries: plan.slice(0, entries), responses }
}
