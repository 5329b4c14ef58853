const CHUNK = 65_536

/** A list of whole numbers below 2³², four bytes each, that grows without being copied. */
export class NumberList {
  private readonly chunks: Uint32Array[] = []
  length = 0

  push(value: number): void {
    if (this.length % CHUNK === 0) this.chunks.push(new Uint32Array(CHUNK))
    this.length += 1
    this.set(this.length - 1, value)
  }

  get(at: number): number {
    return this.chunks[Math.floor(at / CHUNK)]?.[at % CHUNK] ?? 0
  }

  set(at: number, value: number): void {
    const chunk = this.chunks[Math.floor(at / CHUNK)]
    if (chunk) chunk[at % CHUNK] = value
  }
}
