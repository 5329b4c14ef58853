import { MASK, type Masked, maskText } from './mask-text'
import { isEnvironment, type Secrecy, secrecyOf } from './secret-name'

/** Nothing that an operator wrote is deeper; what is, is not shown. */
const DEPTH_MAX = 100
const TOO_DEEP = '[too deep to show]'

/** What the names above a value say of it. */
interface Above {
  secrecy: Secrecy
  environment: boolean
  depth: number
}

class Masking {
  masked = 0

  value(value: unknown, above: Above): unknown {
    if (typeof value === 'string') return this.text(value, above)
    if (typeof value === 'number' || typeof value === 'bigint') return above.secrecy === 'always' ? this.hide() : value
    if (typeof value !== 'object' || value === null) return value
    if (above.depth >= DEPTH_MAX) return TOO_DEEP
    const below = { ...above, depth: above.depth + 1 }
    return Array.isArray(value) ? this.list(value, below) : this.fields(value, below)
  }

  private hide(): string {
    this.masked += 1
    return MASK
  }

  private text(text: string, { secrecy, environment }: Above): string {
    if (text === '') return text
    if (secrecy !== 'none') return this.hide()
    const { value, masked } = maskText(text)
    this.masked += masked
    if (!environment) return value
    // `NAME=value`: of an environment every value, of a list of mere names none.
    const sign = text.indexOf('=')
    return sign > 0 && text.length > sign + 1 ? `${text.slice(0, sign)}=${masked > 0 ? MASK : this.hide()}` : value
  }

  /** `["--api-key", "VALUE"]`: the name is the item before. */
  private list(items: readonly unknown[], above: Above): unknown[] {
    return items.map((item, at) => {
      const before = items[at - 1]
      const isFlag = typeof before === 'string' && /^--?[A-Za-z]/.test(before) && !before.includes('=')
      const named = isFlag && typeof item === 'string' && !item.startsWith('--') ? secrecyOf(before) : 'none'
      return this.value(item, named === 'none' ? above : { ...above, secrecy: named })
    })
  }

  private fields(fields: object, above: Above): Record<string, unknown> {
    const named = namedBy(fields)
    const kept = new Map<string, unknown>()
    for (const [name, value] of Object.entries(fields))
      kept.set(this.name(name, kept), this.field(name, value, above, named))
    return Object.fromEntries(kept)
  }

  private field(name: string, value: unknown, above: Above, named: string | null): unknown {
    const { depth } = above
    if (named !== null && name === 'value') {
      const secrecy = above.environment ? 'always' : secrecyOf(named)
      return this.value(value, { depth, environment: false, secrecy: secrecy === 'none' ? above.secrecy : secrecy })
    }
    if (named !== null) return this.value(value, { ...above, environment: false })
    if (above.secrecy === 'always') return this.value(value, above)
    // Of an environment every value is secret, and nothing below it tells otherwise.
    if (above.environment) return this.value(value, { depth, environment: false, secrecy: 'always' })
    const isBelow = typeof value === 'object' && isEnvironment(name)
    return this.value(value, { depth, environment: isBelow, secrecy: strict(secrecyOf(name), value) })
  }

  /** A name may be a secret itself; two that are masked alike stay two. */
  private name(name: string, kept: ReadonlyMap<string, unknown>): string {
    const { value, masked } = maskText(name)
    this.masked += masked
    if (!kept.has(value)) return value
    let number = 2
    while (kept.has(`${value} ${number}`)) number += 1
    return `${value} ${number}`
  }
}

/** `auth: { type: "oauth", token: "…" }`: below `auth`, `key` and `token` each field has a name of its own. */
const strict = (secrecy: Secrecy, value: unknown): Secrecy =>
  secrecy === 'text' && typeof value === 'object' && !Array.isArray(value) ? 'none' : secrecy

/** `{ "name": "API_KEY", "value": "…" }`: the name of the value, or null. */
function namedBy(fields: object): string | null {
  if (!Object.hasOwn(fields, 'value')) return null
  const { name, key } = fields as { name?: unknown; key?: unknown }
  if (typeof name === 'string') return name
  return typeof key === 'string' ? key : null
}

/**
 * A source's configuration with its secrets replaced: names stay, values go. Secret is what its name says is secret, every
 * value of an environment, and every text that has the form of a key, a token or an address with a password. Pure.
 */
export function maskConfig(config: Record<string, unknown>): Masked<Record<string, unknown>> {
  const masking = new Masking()
  const value = masking.value(config, { secrecy: 'none', environment: false, depth: 0 }) as Record<string, unknown>
  return { value, masked: masking.masked }
}
