import 'server-only'
import { isIP } from 'node:net'
import { rootCertificates } from 'node:tls'
import { Agent, type Dispatcher, ProxyAgent } from 'undici'
import { isLoopbackHost } from '@/lib/sources/synth/backend-address'
import { guardedLookup, type Resolve } from './guarded-lookup'

/** How a backend is reached, as the operator's environment and flags say. */
export interface Route {
  /** Addresses as HTTP_PROXY and so on hold them; empty text for none. */
  proxies: { http: string; https: string; none: string }
  /** PEM texts of authorities that are trusted beside those of Node.js. */
  authorities: readonly string[]
  /** The backend's name may lead to an address of this machine or network. */
  allowPrivate: boolean
  resolve?: Resolve
}

export interface Connection {
  origin: string
  dispatcher: Dispatcher
  /** The proxy that is asked, without its password; null for none. */
  proxy: string | null
}

/**
 * A way to a backend. Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says; this machine itself is
 * never asked through a proxy.
 */
export function connect(base: string, { proxies, authorities, allowPrivate, resolve }: Route): Connection {
  const { origin, hostname } = new URL(base)
  const tls = {
    rejectUnauthorized: true,
    ...(authorities.length > 0 && { ca: [...rootCertificates, ...authorities] }),
  }
  const literal = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  const lookup = guardedLookup(allowPrivate || literal || isLoopbackHost(hostname), resolve)
  const direct = { connect: { ...tls, lookup }, pipelining: 1, connections: 2 }
  const proxy = proxyFor(base, proxies)
  if (proxy === '') return { origin, dispatcher: new Agent(direct), proxy: null }
  const dispatcher = new ProxyAgent({ uri: proxy, requestTls: tls, proxyTls: tls, connections: 2 })
  return { origin, dispatcher, proxy: withoutPassword(proxy) }
}

/** The proxy that an address is asked through, or empty text: by its scheme, unless NO_PROXY names its host. */
export function proxyFor(base: string, { http, https, none }: Route['proxies']): string {
  const { hostname, port, protocol } = new URL(base)
  if (isLoopbackHost(hostname)) return ''
  const ownPort = port || (protocol === 'https:' ? '443' : '80')
  const isExempt = none.split(/[\s,]+/).some((entry) => {
    if (entry === '*') return true
    const [, host = '', onlyPort] = /^\*?\.?(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
    if (host === '' || (onlyPort !== undefined && onlyPort !== ownPort)) return false
    return hostname === host || hostname.endsWith(`.${host}`)
  })
  if (isExempt) return ''
  return protocol === 'https:' ? https : http
}

function withoutPassword(proxy: string): string {
  if (!URL.canParse(proxy)) return 'named in the environment'
  const { protocol, host } = new URL(proxy)
  return `${protocol}//${host}`
}
