import type { Command } from 'commander'
import { defineCommand } from '../define-command'

/** The ingest worker. Hidden: `start` runs it beside the web server. */
export function workerCommand(): Command {
  return defineCommand('worker', 'the ingest worker, run by start', { json: false }).action(async () => {
    const { runWorker } = await import('../worker-main')
    await runWorker()
  })
}
