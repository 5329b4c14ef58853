'use client'

import { useCallback, useMemo, useSyncExternalStore } from 'react'
import { ALL_COLUMNS, type RunColumnId } from './run-columns'

const KEY = 'pitwall.runs.hidden-columns'
const listeners = new Set<() => void>()
/** Stands in where the browser keeps nothing. */
let remembered = ''

function read(): string {
  try {
    return localStorage.getItem(KEY) ?? remembered
  } catch {
    return remembered
  }
}

function write(hidden: readonly string[]): void {
  remembered = hidden.join(' ')
  try {
    localStorage.setItem(KEY, remembered)
  } catch {
    // Storage may be off; the choice then lasts until the page is left.
  }
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Which columns this browser shows. Never part of a link: it is a habit, not a finding. */
export function useColumnChoice() {
  const stored = useSyncExternalStore(subscribe, read, () => '')
  const hidden = useMemo(() => stored.split(' '), [stored])
  const columns = useMemo(() => ALL_COLUMNS.filter((column) => column.fixed || !hidden.includes(column.id)), [hidden])
  const toggle = useCallback(
    (id: RunColumnId) => write(hidden.includes(id) ? hidden.filter((other) => other !== id) : [...hidden, id]),
    [hidden],
  )
  return { columns, toggle }
}
