import pc from 'picocolors'
import { visibleJson } from './visible-text'

/** Data goes to stdout, everything else to stderr, so that a pipe gets data alone. */
export const print = (text: string) => void process.stdout.write(`${text}\n`)
export const printJson = (value: unknown) => print(visibleJson(value))
export const tell = (text: string) => void process.stderr.write(`${text}\n`)

/** Colours only where a person looks, and never when NO_COLOR is set. */
export const colours = pc.createColors(pc.isColorSupported && process.stdout.isTTY === true)

/** A reader that went away (`| head`), or a closed terminal, is no failure and gets no message. */
export function quietBrokenPipe(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE' && stream === process.stdout && !staysAlive) process.exit(process.exitCode ?? 0)
    })
  }
}

let staysAlive = false
/** A server goes on when nobody reads what it says. */
export const stayAliveWithoutReader = () => {
  staysAlive = true
}
