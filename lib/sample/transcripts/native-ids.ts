import { createHash } from 'node:crypto'

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Ids in the forms that Claude Code, Codex and their providers give, the same for the same seed. They come from a
 * cryptographic hash: a generator with 32 bits of state would soon give one id twice.
 */
export class NativeIds {
  #made = 0

  constructor(private readonly seed: string) {}

  #bytes(): Buffer {
    this.#made += 1
    return createHash('sha256').update(`${this.seed} ${this.#made}`).digest()
  }

  #base62(length: number): string {
    return Array.from(this.#bytes().subarray(0, length), (byte) => BASE62[byte % 62]).join('')
  }

  /** Lower-case hex, at most 64 digits. */
  hex(length: number): string {
    return this.#bytes().toString('hex').slice(0, length)
  }

  uuid(): string {
    const hex = this.hex(32)
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20)}`
  }

  /** A UUID of version 7: it begins with the moment it was made. */
  uuidAt(ms: number): string {
    const time = ms.toString(16).padStart(12, '0')
    const hex = this.hex(20)
    return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(0, 3)}-8${hex.slice(3, 6)}-${hex.slice(6, 18)}`
  }

  message = () => `msg_01${this.#base62(22)}`
  request = () => `req_011C${this.#base62(20)}`
  tool = () => `toolu_01${this.#base62(22)}`
  call = () => `call_${this.#base62(24)}`
}
