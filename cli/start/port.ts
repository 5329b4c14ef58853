import { createServer } from 'node:net'
import { CommandError } from '../command-error'
import { portHolder } from './port-holder'

/** Listens for a moment. @returns the port, or null when it is taken; 0 asks for any free one */
async function tryPort(host: string, port: number): Promise<number | null> {
  const server = createServer()
  try {
    await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
    const address = server.address()
    return typeof address === 'object' && address ? address.port : port
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') return null
    if (code === 'EACCES') throw new CommandError(`Port ${port} may only be opened by root; choose one from 1024 on.`)
    throw new CommandError(`${host}:${port} cannot be listened on: ${message}`)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

/** The port to listen on. @throws naming who holds it, and a free one, when it is taken */
export async function claimPort(host: string, port: number): Promise<number> {
  const free = await tryPort(host, port)
  if (free !== null) return free
  const next = await nextFree(host, port)
  const holder = portHolder(port) ?? 'another process'
  throw new CommandError(`Port ${port} is taken by ${holder}. Port ${next} is free: --port ${next}`)
}

async function nextFree(host: string, after: number): Promise<number> {
  for (let port = after + 1; port <= Math.min(65_535, after + 50); port++) {
    if ((await tryPort(host, port)) !== null) return port
  }
  return (await tryPort(host, 0)) ?? 0
}
