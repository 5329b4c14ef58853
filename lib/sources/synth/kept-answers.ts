import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { stableHash } from '@/lib/sources/stable-hash'

/** Lists whose elements never change and come in pages. */
export type ListPart = 'events' | 'points'

const ITEMS_A_LINE = 500

/** By which an element is known when it comes again. */
const KEY_OF: Record<ListPart, (cells: JsonCells) => string | null> = {
  events: (cells) => cells.key('seq'),
  points: (cells) => {
    const [name, step] = [cells.line('name'), cells.whole('step')]
    return name === null || step === null ? null : JSON.stringify([cells.key('run_id'), name, step])
  },
}

function keyOf(part: ListPart, item: unknown): string {
  const key = isObject(item) ? KEY_OF[part](new JsonCells(item)) : null
  return key ?? `hash ${stableHash([jsonText(item)])}`
}

/**
 * What a backend has answered about one thing so far: values that are answered whole, and lists that grow. Kept as lines
 * of JSON, so that a page is one more line, and asking goes on where it ended however it ended.
 */
export class KeptAnswers {
  private readonly values = new Map<string, { value: unknown; text: string }>()
  private readonly lists: Record<ListPart, Map<string, unknown>> = { events: new Map(), points: new Map() }

  /** @returns the line to keep, or null when the value is the one that is known */
  set(part: string, value: unknown): string | null {
    const text = jsonText(value ?? null)
    if (this.values.get(part)?.text === text) return null
    this.values.set(part, { value, text })
    return `${JSON.stringify({ part, value })}\n`
  }

  /** @returns the line that keeps the elements that are new, and how many they are */
  add(part: ListPart, items: readonly unknown[]): { line: string | null; added: number } {
    const list = this.lists[part]
    const fresh: unknown[] = []
    for (const item of items) {
      const key = keyOf(part, item)
      if (list.has(key)) continue
      list.set(key, item)
      fresh.push(item)
    }
    const line = fresh.length === 0 ? null : `${JSON.stringify({ part, items: fresh })}\n`
    return { line, added: fresh.length }
  }

  value(part: string): unknown {
    return this.values.get(part)?.value ?? null
  }

  /** The values whose name begins so, in the order they came. */
  valuesBelow(prefix: string): { part: string; value: unknown }[] {
    return [...this.values].flatMap(([part, { value }]) => (part.startsWith(prefix) ? [{ part, value }] : []))
  }

  items(part: ListPart): readonly unknown[] {
    return [...this.lists[part].values()]
  }

  count(part: ListPart): number {
    return this.lists[part].size
  }

  /** Takes in a line that was kept. A broken one (its process was killed) is left out: it will be asked for again. */
  take(line: string): void {
    let parsed: unknown
    try {
      parsed = JSON.parse(line)
    } catch {
      return
    }
    if (!isObject(parsed)) return
    const { part, items } = parsed
    if (part === 'events' || part === 'points') this.add(part, Array.isArray(items) ? items : [])
    else if (typeof part === 'string') this.set(part, parsed['value'])
  }

  /** Everything as lines, each value once. */
  *lines(): Generator<string> {
    for (const [part, { value }] of this.values) yield `${JSON.stringify({ part, value })}\n`
    for (const part of ['events', 'points'] as const) {
      const items = this.items(part)
      for (let at = 0; at < items.length; at += ITEMS_A_LINE)
        yield `${JSON.stringify({ part, items: items.slice(at, at + ITEMS_A_LINE) })}\n`
    }
  }
}

/** The highest number of the events so far, from which the next page goes on; null when none has one. */
export function lastSeq(items: readonly unknown[]): number | null {
  let last: number | null = null
  for (const item of items) {
    const seq = isObject(item) ? new JsonCells(item).whole('seq') : null
    if (seq !== null && (last === null || seq > last)) last = seq
  }
  return last
}
