import 'server-only'
import { isObject } from '@/lib/sources/codex/json-value'
import type { BackendKey } from './backend-key'
import { BackendProblem } from './backend-problem'
import { privateKind } from './private-address'

const BACKOFF_MS = 1_000
const RETRIED = new Set([429, 500, 502, 503, 504])

/** How long to wait before the next try: as the backend asks, else twice as long each time. Null for what stays as it is. */
export function waitBefore(status: number, retryAfter: string, tries: number, now: Date): number | null {
  if (!RETRIED.has(status)) return null
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000
  const at = Date.parse(retryAfter)
  if (Number.isFinite(at)) return Math.max(0, at - now.getTime())
  return BACKOFF_MS * 2 ** tries
}

interface About {
  what: string
  /** The answer, as far as it was read. */
  text: string
  key: BackendKey
  waitMs: number | null
  pauseMs: number
}

/** A status that is no success, in words with a remedy. */
export function statusProblem(status: number, about: About): BackendProblem {
  const { what, waitMs, pauseMs } = about
  const said = saidIn(about.text)
  const because = said === null ? '' : ` It says: ${said}`
  if (status === 401)
    return new BackendProblem(`${what} was refused (401). ${keyWords(about.key)}${because}`, status, true)
  if (status === 403)
    return new BackendProblem(`${what} is not allowed with this key (403). ${keyWords(about.key)}${because}`, status)
  if (status === 404 || status === 405)
    return new BackendProblem(`${what}: the backend has nothing there (${status}).${because}`, status)
  if (status === 429) {
    const pause = waitMs !== null && waitMs > pauseMs ? ` and wants a pause of ${seconds(waitMs)}` : ''
    return new BackendProblem(
      `${what} was refused because too much was asked (429)${pause}. What was read is kept; import again later to go on.${because}`,
      status,
      true,
    )
  }
  if (status >= 500)
    return new BackendProblem(`${what} failed in the backend (${status}), each time it was tried.${because}`, status)
  return new BackendProblem(`${what} was answered with status ${status}.${because}`, status)
}

const seconds = (ms: number) => `${Math.ceil(ms / 1_000).toLocaleString('en')} s`

function keyWords({ foundIn, lookedAt }: BackendKey): string {
  return foundIn === null
    ? `No key was sent: none is set in ${lookedAt.join(' or ')}.`
    : `The key in ${foundIn} was sent; check that it belongs to this backend and is still valid.`
}

/** The reason that an error answer states, on one line. */
function saidIn(text: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (!isObject(value)) return null
  const said = value['detail'] ?? value['message'] ?? value['error']
  if (said === undefined || said === null) return null
  const words = typeof said === 'string' ? said : JSON.stringify(said)
  return words.replace(/\s+/g, ' ').trim().slice(0, 200) || null
}

/** Why a redirect is not followed: the key is for the backend that was named, and for no other. */
export function redirectProblem(from: URL, to: URL | null, location: string): string {
  const what = `GET ${from.origin}${from.pathname.slice(0, 300)}`
  if (to === null) return `${what} redirects to something that is no address (${location.slice(0, 100)}); not followed.`
  if (to.origin === from.origin) return `${what} redirects in a circle; not followed.`
  const kind = /^localhost$/i.test(to.hostname) ? 'an address of this machine' : privateKind(to.hostname)
  const where = `${to.origin}${to.pathname}`.slice(0, 300)
  return kind === null
    ? `${what} redirects to ${where}, another server; not followed, so that the key stays with the one you named. If it moved, import from there.`
    : `${what} redirects to ${where}, ${kind}; not followed.`
}
