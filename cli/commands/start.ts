import type { Command } from 'commander'
import { collect, defineCommand } from '../define-command'

/** `pitwall start`: the web server and the ingest worker, until it is stopped. */
export function startCommand(): Command {
  return defineCommand('start', 'start the web server and the ingest worker', { json: false })
    .option('--host <host>', 'the loopback address to listen on')
    .option('--port <port>', 'the port to listen on; 0 takes any free one')
    .option('--watch <path>', 'a file or folder to read again whenever it changes; may be repeated', collect)
    .option('--price-overrides <file>', 'your own prices, which win; "none" takes them away')
    .option('--open', 'show it in the browser')
    .option('--verbose', 'print what the build and the web server say')
    .action(async (flags: { open?: boolean; verbose?: boolean }) => {
      const { start } = await import('../start/start')
      await start({ open: flags.open === true, verbose: flags.verbose === true })
    })
}
