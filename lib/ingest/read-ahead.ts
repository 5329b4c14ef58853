import 'server-only'

/** Takes one thing after the other, and can begin to make the next one before it is asked for. */
export class ReadAhead<T> {
  private readonly source: AsyncIterator<T> | Iterator<T>
  private coming: Promise<T | null> | null = null

  constructor(of: AsyncIterable<T> | Iterable<T>) {
    this.source = Symbol.asyncIterator in of ? of[Symbol.asyncIterator]() : of[Symbol.iterator]()
  }

  /** Begins with the next one, if that is not under way. What fails is thrown by `take`. */
  begin(): void {
    if (this.coming) return
    this.coming = this.read()
    this.coming.catch(() => {})
  }

  /** The next one, or null after the last. */
  take(): Promise<T | null> {
    const coming = this.coming ?? this.read()
    this.coming = null
    return coming
  }

  private async read(): Promise<T | null> {
    const { done, value } = await this.source.next()
    return done ? null : value
  }
}
