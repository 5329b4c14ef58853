/** What a key does. One table feeds the keys themselves, the `?` sheet, the hints and the command palette. */
export interface KeyBinding {
  /** Unique within its component. */
  id: string
  /**
   * Each entry does the same: 'j', 'ArrowDown', '?', a chord 'mod+k' (⌘ or Ctrl), a sequence 'g o'.
   * Empty: an action that only the palette offers.
   */
  keys: readonly string[]
  label: string
  group: KeyGroup
  /** False while the action makes no sense: the key does nothing and the palette leaves it out. */
  when?: () => boolean
  run: () => void
  /** Offered in the palette under "On this page". */
  palette?: boolean
}

export const KEY_GROUPS = ['Anywhere', 'Go to', 'In a list', 'On this page'] as const
type KeyGroup = (typeof KEY_GROUPS)[number]

/** A key press, without the DOM. */
export interface Stroke {
  key: string
  meta: boolean
  ctrl: boolean
  alt: boolean
  /** Milliseconds; any zero point. */
  atMs: number
}

/** How long a sequence waits for its second key. */
const SEQUENCE_MS = 1_200

/** The name under which bindings list a stroke, or null for chords that belong to the browser or the system. */
function strokeName({ key, meta, ctrl, alt }: Stroke): string | null {
  if (alt || ['Shift', 'Meta', 'Control', 'Alt', 'Dead', 'Unidentified'].includes(key)) return null
  const name = key.length === 1 ? key.toLowerCase() : key
  return meta || ctrl ? `mod+${name}` : name
}

export interface KeyRegistry {
  /** Registers a live list of bindings; later ones win. @returns how to take it back */
  add: (source: () => readonly KeyBinding[]) => () => void
  list: () => readonly KeyBinding[]
  /** The binding that a stroke completes, or null. Remembers the first half of a sequence. */
  match: (stroke: Stroke) => KeyBinding | null
}

export function createKeyRegistry(): KeyRegistry {
  const sources: (() => readonly KeyBinding[])[] = []
  let pending: { name: string; atMs: number } | null = null
  const list = () => sources.flatMap((source) => source())

  return {
    add(source) {
      sources.push(source)
      return () => {
        const index = sources.indexOf(source)
        if (index >= 0) sources.splice(index, 1)
      }
    },
    list,
    match(stroke) {
      const name = strokeName(stroke)
      if (name === null) return null
      const usable = list()
        .filter((binding) => binding.when?.() ?? true)
        .reverse()
      const before = pending && stroke.atMs - pending.atMs <= SEQUENCE_MS ? pending.name : null
      pending = null
      if (before) {
        const completed = usable.find((binding) => binding.keys.includes(`${before} ${name}`))
        if (completed) return completed
      }
      const single = usable.find((binding) => binding.keys.includes(name))
      if (single) return single
      if (usable.some((binding) => binding.keys.some((keys) => keys.startsWith(`${name} `)))) {
        pending = { name, atMs: stroke.atMs }
      }
      return null
    },
  }
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  Enter: '↵',
  Escape: 'esc',
  Home: 'home',
  End: 'end',
}

/** How keys are written on a button: "g o", "⌘K" or "Ctrl K". */
export function keyText(keys: string, apple: boolean): string {
  return keys
    .split(' ')
    .map((key) => {
      if (key.startsWith('mod+')) return `${apple ? '⌘' : 'Ctrl+'}${key.slice(4).toUpperCase()}`
      return SIGNS[key] ?? key
    })
    .join(' ')
}
