'use client'

import { useSyncExternalStore } from 'react'

/** How this browser shows Pitwall. Kept here only, never in a link. */
export const PREFERENCES = {
  theme: ['system', 'light', 'dark'],
  density: ['default', 'compact', 'relaxed'],
  sidebar: ['wide', 'narrow'],
} as const

type Name = keyof typeof PREFERENCES
type Choice<N extends Name> = (typeof PREFERENCES)[N][number]

const keyOf = (name: Name) => `pitwall.${name}`
const listeners = new Set<() => void>()

/** The first choice is the default: it has no attribute, so that the style sheet alone decides. */
function setPreference<N extends Name>(name: N, choice: Choice<N>): void {
  const root = document.documentElement
  if (choice === PREFERENCES[name][0]) root.removeAttribute(`data-${name}`)
  else root.setAttribute(`data-${name}`, choice)
  try {
    localStorage.setItem(keyOf(name), choice)
  } catch {
    // Storage may be off; the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener()
}

function readPreference<N extends Name>(name: N): Choice<N> {
  const set = document.documentElement.getAttribute(`data-${name}`)
  const choices: readonly Choice<N>[] = PREFERENCES[name]
  return choices.find((choice) => choice === set) ?? (PREFERENCES[name][0] as Choice<N>)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function usePreference<N extends Name>(name: N): [Choice<N>, (choice: Choice<N>) => void] {
  const choice = useSyncExternalStore(
    subscribe,
    () => readPreference(name),
    () => PREFERENCES[name][0] as Choice<N>,
  )
  return [choice, (next) => setPreference(name, next)]
}
