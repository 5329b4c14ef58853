import { isObject, type Json } from '@/lib/sources/codex/json-value'
import type { Fields } from './fields'

const REFERENCE = /^(?:attachment|tc):\/\/([0-9a-f]{8,128})$/
const PARTS_MAX = 10_000

/** One readable block of a message. */
export interface Block {
  type: 'text' | 'thinking' | 'image'
  text: string
}

/** The texts of one sample: long ones stand apart in the log, under their hash, and are named where they belong. */
export class InspectTexts {
  private readonly held: Fields

  constructor(sample: Fields) {
    this.held = sample.json('attachments')
      ? sample.object('attachments')
      : sample.object('transcript').object('content')
  }

  text(value: unknown): string | null {
    if (typeof value !== 'string') return null
    const hash = REFERENCE.exec(value)?.[1]
    return hash === undefined ? value : (this.held.text(hash) ?? value)
  }

  /** The blocks of a message's content: a text, or parts of many kinds. */
  blocks(content: unknown): Block[] {
    const whole = this.text(content)
    if (whole !== null) return whole === '' ? [] : [{ type: 'text', text: whole }]
    if (!Array.isArray(content)) return []
    return content
      .slice(0, PARTS_MAX)
      .map((part) => this.block(part))
      .filter((block) => block !== null)
  }

  private block(part: unknown): Block | null {
    if (!isObject(part)) return typeof part === 'string' ? { type: 'text', text: part } : null
    const type = typeof part['type'] === 'string' ? part['type'] : 'part'
    if (type === 'reasoning') return thinking(this.text(part['summary']) ?? this.text(part['reasoning']))
    if (type === 'image') return { type: 'image', text: '(image)' }
    const text = this.text(part['text'])
    return { type: 'text', text: text ?? `(${type.slice(0, 50)})` }
  }
}

const thinking = (text: string | null): Block | null => (text ? { type: 'thinking', text } : null)

/** A sample's events, wherever its version keeps them. */
export const eventsOf = (sample: Fields): readonly Json[] =>
  [...sample.list('events'), ...sample.object('transcript').list('events')].filter(isObject)
