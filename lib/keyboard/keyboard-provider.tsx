'use client'

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { createKeyRegistry, type KeyBinding, type KeyRegistry } from '@/lib/keyboard/key-registry'

const KeyboardContext = createContext<KeyRegistry>(createKeyRegistry())

export function useKeyRegistry(): KeyRegistry {
  return useContext(KeyboardContext)
}

/** Listens once for the whole page. Keys stand down in inputs, dialogs and menus, and where someone has handled the press. */
export function KeyboardProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(createKeyRegistry)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || standsDown(event)) return
      const { key, metaKey: meta, ctrlKey: ctrl, altKey: alt, timeStamp: atMs } = event
      const binding = registry.match({ key, meta, ctrl, alt, atMs })
      if (!binding) return
      event.preventDefault()
      binding.run()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [registry])
  return <KeyboardContext value={registry}>{children}</KeyboardContext>
}

const TYPING =
  'input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable=true]'
const OWNS_ITS_KEYS = '[role=dialog], [role=menu], [role=listbox], [role=slider]'
const PRESSED_BY_ENTER = 'a[href], button, summary, [role=button], [role=menuitem]'

function standsDown(event: KeyboardEvent): boolean {
  const target = event.target instanceof Element ? event.target : null
  if (document.querySelector('[role=dialog][data-state=open]') || target?.closest(OWNS_ITS_KEYS)) return true
  if (event.key === 'Enter' && target?.closest(PRESSED_BY_ENTER)) return true
  return Boolean(target?.closest(TYPING)) && !(event.metaKey || event.ctrlKey)
}

/** Registers keys and palette actions while the component is mounted. The list may be a new one on every drawing. */
export function useKeys(bindings: readonly KeyBinding[]): void {
  const registry = useKeyRegistry()
  const latest = useRef(bindings)
  useEffect(() => {
    latest.current = bindings
  })
  useEffect(() => registry.add(() => latest.current), [registry])
}
