import type { SessionBook, SessionFacts } from './session-book'

const WAITING_MAX = 50
const TEXT_MAX = 200

/**
 * Titles that name the last record of the conversation they sum up. They stand before it, and often are of another
 * session: a title is taken only when its record is read.
 */
export class Summaries {
  private readonly waiting = new Map<string, string>()

  constructor(state: unknown) {
    for (const pair of Array.isArray(state) ? state : []) {
      if (Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'string')
        this.waiting.set(pair[0], pair[1])
    }
  }

  add(leaf: string, text: string): void {
    const title = text.slice(0, TEXT_MAX).toWellFormed()
    this.waiting.set(leaf, title)
    if (this.waiting.size <= WAITING_MAX) return
    const [eldest] = this.waiting.keys()
    if (eldest !== undefined) this.waiting.delete(eldest)
  }

  seen(uuid: string, facts: SessionFacts, book: SessionBook): void {
    const title = this.waiting.get(uuid)
    if (title === undefined) return
    book.set(facts, 'summary', title)
    this.waiting.delete(uuid)
  }

  state(): [string, string][] {
    return [...this.waiting]
  }
}
