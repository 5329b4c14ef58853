/** Where a backend answers, and which of its jobs are meant. */
export interface BackendAddress {
  /** Up to its `/api/v1`, without a slash at the end. */
  base: string
  /** The one job that the address names; null for all. */
  jobKey: string | null
}

const JOB_PATH = /\/(?:learning|prompt-learning\/online|rl|orchestration)\/jobs(?:\/([^/]+))?(?:\/[a-z]+)?$/

/** Hosts that lead to this machine, whatever a name server says. */
export const isLoopbackHost = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/i.test(host)

/**
 * An address as the operator gives it: a backend, its list of jobs, or one job. `/api/v1` is appended unless the path
 * holds `/api`. What is wrong is told without the parts in which keys are sometimes put.
 */
export function backendAddress(text: string): BackendAddress | { problem: string } {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || url.hostname === '') return { problem: 'It is no address that can be asked.' }
  const { host, hostname, protocol } = url
  if (protocol !== 'https:' && protocol !== 'http:')
    return { problem: `${protocol.slice(0, 40)}// is not read; addresses begin with https://.` }
  if (url.username !== '' || url.password !== '')
    return { problem: `The address of ${host} holds a name or a password; put the key into SYNTH_API_KEY instead.` }
  if (url.search !== '' || url.hash !== '')
    return { problem: `The address of ${host} must end before its ? or #; a key belongs into SYNTH_API_KEY.` }
  if (protocol === 'http:' && !isLoopbackHost(hostname))
    return {
      problem: `http://${host} would send the key for everyone on the way to read. Use https://, or a tunnel that ends on this machine.`,
    }
  const path = url.pathname.replace(/\/+$/, '')
  const named = JOB_PATH.exec(path)
  const root = named ? path.slice(0, named.index) : path
  const base = `${url.origin}${root.includes('/api') ? root : `${root}/api/v1`}`
  const jobKey = named?.[1] === undefined ? null : decoded(named[1])
  return { base, jobKey }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** The address of one job: what its receipt and its records name as their source. */
export const jobAddress = (base: string, jobKey: string): string =>
  `${base}/learning/jobs/${encodeURIComponent(jobKey)}`

export const sessionsAddress = (base: string): string => `${base}/sessions`

/** The job whose answers lie below an address; null for that of the sessions. */
export function jobOfAddress(address: string): string | null {
  const named = /\/learning\/jobs\/([^/]+)$/.exec(address)?.[1]
  return named === undefined ? null : decoded(named)
}

export const isRemoteAddress = (path: string): boolean => /^https?:\/\//.test(path)
