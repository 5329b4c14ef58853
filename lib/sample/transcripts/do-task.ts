/** How an agent does a piece of coding work, turn by turn, in the form of each tool. */
import type { ClaudeSession, ToolCall } from './claude-session'
import { bash, edit, grep, read, todo } from './claude-tools'
import type { CodexThread } from './codex-thread'
import type { CodingTask } from './coding-tasks'

const inFolder = (cwd: string, file: string) => (cwd.includes('\\') ? `${cwd}\\${file}` : `${cwd}/${file}`)

/** The lines around the place that is changed. */
const contentOf = (task: CodingTask) => `${task.mend.before}\n\n${task.before}\n`

export interface DetourOf<T> {
  /** Done after the first change, before the tests run. */
  between?: (session: T) => void
  /** False: the person's prompt is there already. */
  asks?: boolean
}

/** Does a task in a Claude Code session: look, plan, change, test, mend, test, tell. */
export function doTask(
  session: ClaudeSession,
  task: CodingTask,
  { between, asks = true }: DetourOf<ClaudeSession> = {},
) {
  const { cwd } = session.plan
  const file = inFolder(cwd, task.file)
  if (asks) session.prompt(task.prompt)
  session.respond({
    thinking: task.thinking,
    text: 'I look at where this happens first.',
    calls: [grep(task.search.pattern, cwd, task.search.hits)],
  })
  session.respond({ calls: [read(file, contentOf(task)), todo(task.todo, 0)] })
  session.respond({ text: `The change belongs into \`${task.file}\`.`, calls: [edit(file, task.before, task.after)] })
  between?.(session)
  session.respond({ calls: [bash(task.test.command, task.test.failed, 1, 4_200)] })
  session.respond({
    thinking: `One thing is missing still. ${task.todo.at(-1) ?? ''}`,
    calls: [edit(file, task.mend.before, task.mend.after), todo(task.todo, task.todo.length - 1)],
  })
  session.respond({ calls: [bash(task.test.command, task.test.passed, 0, 3_900)] })
  session.respond({ text: task.done })
}

/** Looking around without changing anything, as sub-agents do. */
export function explore(session: ClaudeSession, task: CodingTask): void {
  const { cwd } = session.plan
  session.respond({ calls: [grep(task.search.pattern, cwd, task.search.hits)] })
  session.respond({ calls: [read(inFolder(cwd, task.file), contentOf(task))] })
  session.respond({ calls: [bash('git log --oneline -5', gitLog(task))] })
}

const gitLog = (task: CodingTask) =>
  task.todo.map((step, index) => `${(0xa1b2c3 + index * 0x1f3d5).toString(16)} ${step}`).join('\n')

/** Steps of endless small work on generated modules: for sessions that are long, or that grow. */
export function workOn(session: ClaudeSession, step: number): void {
  const { random } = session
  const { cwd } = session.plan
  const module = random.pick(['invoice', 'shipment', 'label', 'address', 'customs', 'tariff', 'pickup', 'return'])
  const field = random.pick(['weight', 'country', 'status', 'price', 'carrier', 'note', 'postcode'])
  const file = inFolder(cwd, `src/${module}/${field}.ts`)
  const before = `export const ${field}Of = (${module}: ${titled(module)}) => ${module}.${field}`
  const after = `export function ${field}Of(${module}: ${titled(module)}): ${titled(field)} | null {\n  return ${module}.${field} ?? null\n}`
  const hits = [`src/${module}/${field}.ts:3:${before}`, `src/${module}/list.ts:${step % 90}:  ${field}Of(${module})`]
  const failing = random.chance(0.14)
  const calls: readonly (() => ToolCall)[] = [
    () => grep(`${field}Of`, cwd, hits),
    () => read(file, `import type { ${titled(module)} } from './model'\n\n${before}\n`),
    () => edit(file, before, after),
    () =>
      failing
        ? bash(
            `npm test -- ${module}`,
            ` FAIL  test/${module}.test.ts > ${field} may be missing\n Tests  1 failed | ${step % 40} passed`,
            1,
            3_000,
          )
        : bash(
            `npm test -- ${module}`,
            ` ✓ test/${module}.test.ts (${4 + (step % 30)} tests) ${40 + (step % 300)}ms`,
            0,
            3_000,
          ),
    () => bash('git diff --stat', ` src/${module}/${field}.ts | ${2 + (step % 9)} +++---\n 1 file changed`),
  ]
  const call = calls[step % calls.length]
  const says = ['Next:', 'Now', 'Then', 'Still to do:'][step % 4]
  session.respond({
    ...(random.chance(0.3) && { thinking: `\`${field}\` of ${module} can be missing; who calls it has to know.` }),
    ...(random.chance(0.55) && { text: `${says} ${module}, \`${field}\`.` }),
    calls: call ? [call()] : [],
  })
}

const titled = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1)

/** Does a task in a Codex thread. */
export function doCodexTask(
  thread: CodexThread,
  task: CodingTask,
  { between, asks = true }: DetourOf<CodexThread> = {},
) {
  const { test } = task
  const search = `rg -n '${task.search.pattern}'`
  if (asks) thread.prompt(task.prompt)
  thread.respond({
    reasoning: `**Finding the place**\n\n${task.thinking}`,
    text: 'I look for the place first, then change it and run the tests.',
    calls: [{ kind: 'exec', command: search, output: task.search.hits.join('\n'), exit: 0 }],
  })
  thread.respond({
    calls: [
      { kind: 'exec', command: `sed -n '1,80p' ${task.file}`, output: contentOf(task), exit: 0 },
      { kind: 'plan', steps: task.todo, done: 1 },
    ],
  })
  thread.respond({
    reasoning: '**Changing it**',
    calls: [{ kind: 'patch', file: task.file, before: task.before, after: task.after }],
  })
  between?.(thread)
  thread.respond({ calls: [{ kind: 'exec', command: test.command, output: test.failed, exit: 1, seconds: 4.2 }] })
  thread.respond({
    reasoning: '**One more change**',
    text: 'A test fails; one thing is missing still.',
    calls: [{ kind: 'patch', file: task.file, before: task.mend.before, after: task.mend.after }],
  })
  thread.respond({ calls: [{ kind: 'exec', command: test.command, output: test.passed, exit: 0, seconds: 3.8 }] })
  thread.respond({ text: task.done, final: true })
}
