import 'server-only'
import { type LookupAddress, type LookupOptions, lookup } from 'node:dns'
import { BackendProblem } from './backend-problem'
import { privateKind } from './private-address'

type Callback = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void
/** Asks the name server; the tests put answers in here. */
export type Resolve = (host: string, done: (error: Error | null, addresses: LookupAddress[]) => void) => void

const byName: Resolve = (host, done) => lookup(host, { all: true }, done)

/** Names that say themselves that they lead to this machine or network. */
const OWN_NAME = /^[^.]+$|\.(?:localhost|local|internal|intranet|lan|home\.arpa|corp|home)$/i

/**
 * Looks names up for a connection, at the moment of connecting, so that no second answer can lead elsewhere. A public name
 * that leads to this machine or network is refused: the key would go to whatever listens there.
 */
export function guardedLookup(allowPrivate: boolean, resolve: Resolve = byName) {
  return (host: string, options: LookupOptions, done: Callback): void => {
    resolve(host, (error, addresses) => {
      if (error) return done(error, [])
      const refused = allowPrivate || OWN_NAME.test(host) ? null : refusal(host, addresses)
      if (refused) return done(refused, [])
      const [first] = addresses
      if (options.all) done(null, addresses)
      else if (first) done(null, first.address, first.family)
      else done(new BackendProblem(`${host} has no address.`, null, true), [])
    })
  }
}

function refusal(host: string, addresses: readonly LookupAddress[]): BackendProblem | null {
  for (const { address } of addresses) {
    const kind = privateKind(address)
    if (kind !== null)
      return new BackendProblem(
        `${host} leads to ${address}, ${kind}; nothing was sent there. If it is your own backend, say so with --allow-private.`,
        null,
        true,
      )
  }
  return null
}
