import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { childEnvironment, config, isStartedByNpm } from '@/lib/env'
import { stayAliveWithoutReader, tell } from '../output'
import { readOwnPrices } from '../read-price-file'
import { ensureBuild, nextBin, webEnvironment, webFolder } from './ensure-build'
import { openBrowser } from './open-browser'
import { claimPort } from './port'
import { prepareDatabases } from './prepare-databases'
import { type ChildPlan, Supervisor } from './supervisor'

/** A terminal sends Ctrl-C to npm and to us, and npm passes its own on: that is still one Ctrl-C. */
const SAME_PRESS_MS = 500
const LOOK_EVERY_MS = 200

/** Builds, migrates, starts both processes and keeps them running until a signal comes. */
export async function start({ open, verbose }: { open: boolean; verbose: boolean }): Promise<void> {
  stayAliveWithoutReader()
  const { host } = config()
  // Refused here and not by the worker, which would only say so in its log.
  await readOwnPrices()
  const port = await claimPort(host, config().port)
  await Promise.all([ensureBuild({ verbose }), prepareDatabases()])

  const supervisor = new Supervisor(childPlans(host, port, verbose), tell)
  const stopped = stopOnSignal(supervisor)
  supervisor.start()
  const url = `http://${host.includes(':') ? `[${host}]` : host}:${port}`
  void announce(url, open, stopped)
  await stopped
}

function childPlans(host: string, port: number, verbose: boolean): ChildPlan[] {
  const { root } = config()
  const guard = ['--import', pathToFileURL(path.join(root, 'bin', 'end-with-parent.mjs')).href]
  const env = { ...childEnvironment(), NODE_ENV: 'production' as const }
  return [
    {
      name: 'web',
      command: process.execPath,
      args: [...guard, nextBin(), 'start', webFolder(), '-H', host, '-p', String(port)],
      env: webEnvironment(),
      verbose,
    },
    {
      name: 'worker',
      command: process.execPath,
      args: [...guard, path.join(root, 'bin', 'pitwall.mjs'), 'worker'],
      env,
      verbose: true,
    },
  ]
}

/** Resolves when everything has stopped. A second signal does not wait. */
function stopOnSignal(supervisor: Supervisor): Promise<void> {
  return new Promise((resolve) => {
    let firstMs: number | null = null
    const onSignal = (signal: NodeJS.Signals) => {
      if (firstMs !== null) {
        if (performance.now() - firstMs < SAME_PRESS_MS) return
        supervisor.killNow()
        process.exit(130)
      }
      firstMs = performance.now()
      tell(signal === 'SIGINT' ? '\nStopping … (Ctrl-C again: at once)' : 'Stopping …')
      void supervisor.stop().then(() => {
        tell('Stopped.')
        resolve()
      })
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onSignal)
    onParentGone(() => firstMs === null && onSignal('SIGTERM'))
  })
}

/** npm passes TERM on to its shell only, which ends without a word to us: then our parent is another one. */
function onParentGone(stop: () => void): void {
  if (!isStartedByNpm()) return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    stop()
  }, LOOK_EVERY_MS)
  timer.unref()
}

/** Prints the address as soon as it answers. */
async function announce(url: string, open: boolean, stopped: Promise<void>): Promise<void> {
  let over = false
  void stopped.then(() => {
    over = true
  })
  while (!over) {
    const answered = await fetch(`${url}/api/v1/health`).then(
      (reply) => reply.body?.cancel().then(() => true) ?? true,
      () => false,
    )
    if (answered) {
      // The one line a script waits for.
      process.stdout.write(`Pitwall is at ${url}\n`)
      if (open) openBrowser(url)
      return
    }
    await sleep(LOOK_EVERY_MS)
  }
}
