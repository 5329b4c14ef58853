'use client'

import { useMemo, useSyncExternalStore } from 'react'
import type { Fleet } from '@/lib/http/wire'
import { readViews, type SavedView } from '@/lib/patterns/saved-views'

const keyOf = (fleet: Fleet) => `pitwall.patternViews.${fleet}`
const listeners = new Set<() => void>()
/** Where storage is off, views last until the page is left. */
const inMemory = new Map<string, string>()

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key) ?? inMemory.get(key) ?? null
  } catch {
    return inMemory.get(key) ?? null
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('storage', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('storage', listener)
  }
}

/** The saved views of a fleet in this browser, the same in all of its tabs. */
export function useSavedViews(fleet: Fleet): [SavedView[], (views: readonly SavedView[]) => void] {
  const key = keyOf(fleet)
  const text = useSyncExternalStore(
    subscribe,
    () => stored(key),
    () => null,
  )
  const views = useMemo(() => readViews(text), [text])
  const save = (next: readonly SavedView[]) => {
    const json = JSON.stringify(next)
    try {
      localStorage.setItem(key, json)
    } catch {
      inMemory.set(key, json)
    }
    for (const listener of listeners) listener()
  }
  return [views, save]
}
