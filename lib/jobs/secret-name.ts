/** Which names stand before a secret. In doubt a name is secret: a masked cache key costs less than a shown password. */

/** Secret wherever they stand in a name, and whatever stands below them. */
const ALWAYS = new Set([
  ...['secret', 'secrets', 'password', 'passwords', 'passwd', 'pwd', 'passphrase', 'passcode', 'credential'],
  ...['credentials', 'creds', 'authorization', 'bearer', 'cookie', 'cookies', 'mnemonic', 'webhook'],
])
/** Names that run their words together. */
const JOINED =
  /(apikey|apitoken|apisecret|accesskey|accesstoken|authtoken|authkey|bearertoken|clientsecret|privatekey|refreshtoken|secretkey|sessiontoken|signingkey|sshkey)s?$/
/** What a name ends with that tells about a secret without being one. */
const DESCRIBES = new Set([
  ...['path', 'file', 'filename', 'dir', 'name', 'names', 'type', 'kind', 'mode', 'id', 'ids', 'count', 'length'],
  ...['limit', 'budget', 'env', 'var', 'variable', 'provider', 'source', 'store', 'required', 'enabled', 'present'],
  ...['expires', 'expiry', 'ttl', 'at', 'policy', 'format', 'algorithm', 'total', 'usage', 'used', 'price', 'cost'],
])
/** `…_key` and `…_token` that only tell rows or texts apart. */
const PLAIN_BEFORE_KEY = new Set([
  ...['job', 'run', 'session', 'phase', 'task', 'item', 'candidate', 'metric', 'event', 'limit', 'failure', 'pair'],
  ...['primary', 'foreign', 'natural', 'partition', 'sort', 'group', 'cache', 'public', 'dict', 'parent', 'row', 'hot'],
])
const PLAIN_BEFORE_TOKEN = new Set([
  ...['max', 'min', 'per', 'next', 'first', 'last', 'page', 'eos', 'bos', 'pad', 'stop', 'unk', 'mask', 'special'],
])
const SECRET_BEFORE_PLURAL = new Set([
  ...['api', 'access', 'auth', 'private', 'secret', 'ssh', 'signing', 'refresh', 'bearer', 'service', 'encryption'],
])

/** `clientSecret`, `CLIENT_SECRET` and `client-secret` are the same words. */
function wordsOf(name: string): string[] {
  return name
    .slice(0, 200)
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** `always`: everything below the name is secret; `text`: texts are, numbers are not. */
export type Secrecy = 'always' | 'text' | 'none'

/** Whether what stands under a name is secret. */
export function secrecyOf(name: string): Secrecy {
  const words = wordsOf(name)
  const [last = '', before = ''] = words.toReversed()
  if (DESCRIBES.has(last) && words.length > 1) return 'none'
  if (words.some((word) => ALWAYS.has(word)) || JOINED.test(words.join(''))) return 'always'
  if (last === 'key') return PLAIN_BEFORE_KEY.has(before) ? 'none' : 'text'
  if (last === 'token') return PLAIN_BEFORE_TOKEN.has(before) ? 'none' : 'text'
  if (last === 'keys' || last === 'tokens') return SECRET_BEFORE_PLURAL.has(before) ? 'text' : 'none'
  return last === 'auth' || last === 'pat' || last === 'jwt' ? 'text' : 'none'
}

/** Names of objects and lists that hold an environment: every value in them may be a secret. */
export function isEnvironment(name: string): boolean {
  const words = wordsOf(name).join(' ')
  return /^(.* )?(env|envs|environ|environment|env vars?|environment variables?)$/.test(words)
}
