import 'server-only'
import { BackendProblem } from './backend-problem'

interface TlsError extends NodeJS.ErrnoException {
  cert?: { subject?: { CN?: unknown }; subjectaltname?: unknown }
}

const CA_REMEDY =
  'If it is signed by an authority of your own (a company, a proxy that looks inside), put its certificate into a file and name that with --ca-file or PITWALL_CA_FILE.'

/** Causes and remedies by the error's code; each follows "The certificate of HOST". */
const CERTIFICATE: Record<string, string> = {
  CERT_HAS_EXPIRED: "has expired. Its owner must renew it; if it should be valid, check this machine's clock.",
  CERT_NOT_YET_VALID: "is not valid yet. Check this machine's clock.",
  DEPTH_ZERO_SELF_SIGNED_CERT: `is signed by itself, by nobody whom this machine trusts. ${CA_REMEDY}`,
  SELF_SIGNED_CERT_IN_CHAIN: `is signed by an authority that this machine does not trust. ${CA_REMEDY}`,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: `is signed by an authority that this machine does not trust. ${CA_REMEDY}`,
  UNABLE_TO_GET_ISSUER_CERT: `is signed by an authority that this machine does not know. ${CA_REMEDY}`,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: `is signed by an authority that this machine does not know. ${CA_REMEDY}`,
  CERT_REVOKED: 'was withdrawn by its authority. Its owner must replace it.',
  CERT_UNTRUSTED: `is not trusted by this machine. ${CA_REMEDY}`,
  CERT_SIGNATURE_FAILURE: 'has a broken signature. Something on the way may have changed it.',
}

const NETWORK: Record<string, string> = {
  ECONNREFUSED: 'refused the connection: nothing listens there.',
  ENOTFOUND: 'is not known to the name server. Check the address for a typing mistake.',
  EAI_AGAIN: 'could not be looked up: the name server did not answer.',
  EHOSTUNREACH: 'cannot be reached from this machine.',
  ENETUNREACH: 'cannot be reached from this machine.',
  ETIMEDOUT: 'did not take the connection in time.',
  UND_ERR_CONNECT_TIMEOUT: 'did not take the connection in time.',
  ECONNRESET: 'broke the connection off.',
  EPIPE: 'broke the connection off.',
  UND_ERR_SOCKET: 'broke the connection off.',
  UND_ERR_HEADERS_OVERFLOW: 'answered with more headers than anybody needs.',
}

/** Broken off in the middle: the next try may go better. */
export const isTransient = (error: unknown): boolean =>
  ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes((error as NodeJS.ErrnoException).code ?? '')

/** A failed connection in words: what failed, why, and what to do. Nothing is ever sent past a certificate that fails. */
export function connectionProblem(error: unknown, origin: string, proxy: string | null): BackendProblem {
  const cause = rootOf(error)
  if (cause instanceof BackendProblem) return cause
  const { code = '', message } = cause as TlsError
  const at = (text: string) => new BackendProblem(text, null, true)
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return at(otherHost(cause as TlsError, origin))
  const certificate = CERTIFICATE[code]
  if (certificate) return at(`The certificate of ${origin} ${certificate} Nothing was sent.`)
  if (/wrong version number|packet length too long|http request/i.test(message ?? ''))
    return at(`${origin} does not speak TLS: it seems to answer plain http.`)
  if (/^(ERR_SSL|ERR_TLS|EPROTO)/.test(code))
    return at(`No safe connection to ${origin} could be made (${shortened(code)}): ${shortened(message)}`)
  const tunnel = /Proxy response \((\d+)\)/.exec(message ?? '')?.[1]
  if (tunnel) return at(`The proxy ${proxy ?? ''} refused to connect to ${origin} (${tunnel}).`)
  const words = NETWORK[code]
  const through = proxy === null ? '' : ` (through the proxy ${proxy})`
  return at(words ? `${origin}${through} ${words}` : `${origin}${through} could not be asked: ${shortened(message)}`)
}

function otherHost({ cert }: TlsError, origin: string): string {
  const names = namesIn(cert)
  const whose = names.length === 0 ? 'names no host at all' : `is for ${names.join(', ')}`
  const host = new URL(origin).hostname
  return (
    `The certificate of ${origin} ${whose}, not for ${host}: either the address is wrong, or something else ` +
    "answers in the backend's place. Use the name that its certificate is for. Nothing was sent."
  )
}

function namesIn(cert: TlsError['cert']): string[] {
  const listed = typeof cert?.subjectaltname === 'string' ? cert.subjectaltname.split(', ') : []
  const names = listed.map((name) => name.replace(/^(DNS|IP Address):/, ''))
  const common = cert?.subject?.CN
  const all = names.length > 0 ? names : typeof common === 'string' ? [common] : []
  return all.slice(0, 5).map(shortened)
}

const shortened = (text: unknown): string => String(text ?? 'unknown reason').slice(0, 200)

/** Errors come wrapped, and several addresses of one name come as several errors. */
function rootOf(error: unknown): unknown {
  let at = error
  for (let depth = 0; depth < 5; depth += 1) {
    if (at instanceof BackendProblem) return at
    const { cause, errors } = at as { cause?: unknown; errors?: unknown[] }
    const inner = Array.isArray(errors) && errors.length > 0 ? errors[0] : cause
    if (!(inner instanceof Error)) return at
    at = inner
  }
  return at
}
