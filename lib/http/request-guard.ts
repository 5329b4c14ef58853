/**
 * Who may talk to the server. It reads local files and shows what agents wrote, and every page in the operator's
 * browser can send requests to loopback: so the name asked for, the page that asks and the kind of request must fit.
 */

export interface RequestFacts {
  method: string
  /** Path without the query. */
  path: string
  host: string | null
  origin: string | null
  contentType: string | null
  /** Sec-Fetch-Site, -Mode and -Dest: browsers send them, scripts cannot forge them, other clients have none. */
  fetchSite: string | null
  fetchMode: string | null
  fetchDest: string | null
}

export interface Refusal {
  code: 'bad_request' | 'forbidden'
  message: string
}

const LOOPBACK_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d{1,5})?$/i
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS']

/** True for `application/json`, with or without parameters. */
export function isJson(contentType: string | null): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}

/** True for the paths that answer with data, not pages. */
export function isApi(path: string): boolean {
  return path === '/api' || path.startsWith('/api/')
}

const forbidden = (message: string): Refusal => ({ code: 'forbidden', message })

/** A link from elsewhere may open a page; nothing from elsewhere may read data, load a part, or change anything. */
function mayComeFromElsewhere({ method, path, fetchMode, fetchDest }: RequestFacts): boolean {
  return (
    method === 'GET' &&
    !isApi(path) &&
    !path.startsWith('/_next/') &&
    fetchMode === 'navigate' &&
    fetchDest === 'document'
  )
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

/** The reason to refuse a request before anything looks at it, or null. */
export function refusalOf(request: RequestFacts): Refusal | null {
  const { host, origin, fetchSite, method, path } = request
  // A foreign name that resolves to 127.0.0.1 makes the browser treat this server as that site's own.
  if (!host || !LOOPBACK_HOST.test(host)) return forbidden('Pitwall answers only to localhost, 127.0.0.1 and [::1]')
  if (origin !== null && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    return forbidden('This request comes from another origin')
  }
  // "same-site" is another port of this machine: another program.
  const fromElsewhere = fetchSite !== null && fetchSite !== 'same-origin' && fetchSite !== 'none'
  if (fromElsewhere && !mayComeFromElsewhere(request)) return forbidden('This request comes from another site')
  // The router would fail on it without saying why.
  if (!isDecodable(path)) return { code: 'bad_request', message: 'path: its percent-encoding is not UTF-8' }
  // Forms cannot send JSON: what they can send is not accepted.
  if (!SAFE_METHODS.includes(method) && method !== 'DELETE' && !isJson(request.contentType)) {
    return { code: 'bad_request', message: 'Content-Type must be application/json' }
  }
  return null
}
