import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, it, onTestFinished, vi } from 'vitest'
import { Supervisor } from './supervisor'

const child = (name: string, script: string) => ({
  name,
  command: process.execPath,
  args: ['-e', script],
  env: process.env,
  verbose: true,
})

/** A supervisor over scripts, what it said, and the process numbers that the scripts print. */
function supervise(...scripts: string[]) {
  const lines: string[] = []
  const supervisor = new Supervisor(
    scripts.map((script, at) => child(`c${at}`, script)),
    (line) => lines.push(line),
  )
  onTestFinished(() => supervisor.killNow())
  supervisor.start()
  const said = (pattern: RegExp) => lines.filter((line) => pattern.test(line))
  return { supervisor, lines, said }
}

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
const STAY = 'console.log(process.pid); setInterval(() => {}, 1000);'
const pidIn = (line = '') => Number(line.split(' ')[1])

it('starts a child that was killed again, and says so in one line', async () => {
  const { supervisor, said } = supervise(STAY)
  await vi.waitFor(() => expect(said(/c0: \d+/)).toHaveLength(1), 5_000)
  process.kill(pidIn(said(/c0: \d+/)[0]), 'SIGKILL')
  await vi.waitFor(() => expect(said(/c0: \d+/)).toHaveLength(2), 5_000)
  expect(said(/ended/)).toEqual(['c0 ended (SIGKILL); it is started again in 0.5 s'])
  await supervisor.stop()
  expect(said(/ended/)).toHaveLength(1)
})

it('stops all children and whatever they started', async () => {
  const grandchild = `${STAY} require('child_process').spawn(process.execPath, ['-e', 'console.log(process.pid); setInterval(() => {}, 1000); process.on("SIGTERM", () => {})'], { stdio: 'inherit' });`
  const { supervisor, said } = supervise(grandchild, STAY)
  await vi.waitFor(() => expect(said(/c\d: \d+/)).toHaveLength(3), 5_000)
  const pids = said(/c\d: \d+/).map(pidIn)
  await Promise.race([supervisor.stop(), new Promise((resolve) => setTimeout(resolve, 1_000))])
  supervisor.killNow()
  await vi.waitFor(() => expect(pids.filter(isAlive)).toEqual([]), 5_000)
})

it('ends a child whose supervisor was killed with signal 9', async () => {
  const guard = pathToFileURL(path.resolve('bin/end-with-parent.mjs')).href
  const parent = spawn(process.execPath, [
    '-e',
    `const c = require('child_process').spawn(process.execPath, ['--import', ${JSON.stringify(guard)}, '-e', 'setInterval(() => {}, 1000)'], { stdio: ['pipe', 'inherit', 'inherit'], detached: true }); console.log(c.pid); setInterval(() => {}, 1000)`,
  ])
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(chunk.toString())
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 10_000)
})
