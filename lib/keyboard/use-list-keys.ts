'use client'

import { useRef, useState } from 'react'
import type { KeyBinding } from '@/lib/keyboard/key-registry'
import { useKeys } from '@/lib/keyboard/keyboard-provider'

interface ListKeys {
  /** The rows, in order. The row in hand is remembered by id, so that a refresh does not move it. */
  ids: readonly string[]
  onOpen: (id: string) => void
  /** What `x` does; without it there is no `x`. */
  onToggle?: (id: string) => void
  /** For virtual lists: makes row n exist before it gets the focus. */
  reveal?: (index: number) => void
}

interface RowProps {
  ref: (element: HTMLElement | null) => void
  tabIndex: 0 | -1
  'aria-selected': boolean
  onFocus: () => void
}

/** Where the row in hand is now; when it has left the list, the row that took its place. */
export function rowInHand(ids: readonly string[], hand: { id: string; index: number } | null): number {
  if (!hand || ids.length === 0) return -1
  const found = ids.indexOf(hand.id)
  return found >= 0 ? found : Math.min(hand.index, ids.length - 1)
}

/**
 * j k and arrows, Home and End, Enter, x and Escape for any list of rows, with a roving focus.
 * @returns `rowProps(id)` for each row element, the id in hand, and how to put another row in hand
 */
export function useListKeys({ ids, onOpen, onToggle, reveal }: ListKeys) {
  const elements = useRef(new Map<string, HTMLElement>())
  const [hand, setHand] = useState<{ id: string; index: number } | null>(null)
  const current = rowInHand(ids, hand)

  const moveTo = (index: number) => {
    const next = Math.max(0, Math.min(index, ids.length - 1))
    const id = ids[next]
    if (id === undefined) return
    setHand({ id, index: next })
    reveal?.(next)
    const focus = () => {
      const element = elements.current.get(id)
      element?.focus({ preventScroll: true })
      element?.scrollIntoView({ block: 'nearest' })
    }
    if (elements.current.has(id)) focus()
    else requestAnimationFrame(focus)
  }
  const inList = () => Array.from(elements.current.values()).some((row) => row.contains(document.activeElement))
  const withRow = (act: (id: string) => void) => () => {
    const id = ids[current]
    if (id !== undefined) act(id)
  }
  const leave = () => {
    elements.current.get(ids[current] ?? '')?.blur()
    setHand(null)
  }

  const some = () => ids.length > 0
  const inHand = () => current >= 0
  const bindings: KeyBinding[] = [
    { id: 'next', keys: ['j'], label: 'Next row', group: 'In a list', when: some, run: () => moveTo(current + 1) },
    {
      id: 'previous',
      keys: ['k'],
      label: 'Previous row',
      group: 'In a list',
      when: some,
      run: () => moveTo(current - 1),
    },
    {
      id: 'down',
      keys: ['ArrowDown'],
      label: 'Next row',
      group: 'In a list',
      when: inList,
      run: () => moveTo(current + 1),
    },
    {
      id: 'up',
      keys: ['ArrowUp'],
      label: 'Previous row',
      group: 'In a list',
      when: inList,
      run: () => moveTo(current - 1),
    },
    { id: 'first', keys: ['Home'], label: 'First row', group: 'In a list', when: inList, run: () => moveTo(0) },
    {
      id: 'last',
      keys: ['End'],
      label: 'Last row',
      group: 'In a list',
      when: inList,
      run: () => moveTo(ids.length - 1),
    },
    { id: 'open', keys: ['Enter'], label: 'Open', group: 'In a list', when: inHand, run: withRow(onOpen) },
    { id: 'leave', keys: ['Escape'], label: 'Leave the list', group: 'In a list', when: inHand, run: leave },
  ]
  if (onToggle) {
    bindings.push({
      id: 'toggle',
      keys: ['x'],
      label: 'Select',
      group: 'In a list',
      when: inHand,
      run: withRow(onToggle),
    })
  }
  useKeys(bindings)

  const rowProps = (id: string): RowProps => ({
    ref: (element) => {
      if (element) elements.current.set(id, element)
      else elements.current.delete(id)
    },
    tabIndex: ids[Math.max(current, 0)] === id ? 0 : -1,
    'aria-selected': ids[current] === id,
    onFocus: () => setHand({ id, index: ids.indexOf(id) }),
  })
  const focusRow = (id: string) => {
    const index = ids.indexOf(id)
    if (index >= 0) moveTo(index)
  }
  return { rowProps, focusRow, activeId: ids[current] ?? null }
}
