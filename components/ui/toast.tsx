'use client'

import { Toast as Radix } from 'radix-ui'
import { createContext, type ReactNode, useCallback, useContext, useState } from 'react'
import { ToneShape } from '@/components/ui/tone-shape'
import type { Tone } from '@/lib/tone'

interface ToastText {
  /** Past tense: "Imported 70 runs". */
  text: string
  tone?: Tone
  action?: { label: string; run: () => void }
}

interface ShownToast extends ToastText {
  id: number
}

const SHOWN_MS = 8_000
const ToastContext = createContext<(toast: ToastText) => void>(() => {})

/** Says that something worked, with an undo where there is one. Errors stay where they happened. */
export function useToast() {
  return useContext(ToastContext)
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<readonly ShownToast[]>([])
  const show = useCallback((toast: ToastText) => {
    setToasts((before) => [...before.slice(-2), { ...toast, id: (before.at(-1)?.id ?? 0) + 1 }])
  }, [])
  const remove = (id: number) => setToasts((before) => before.filter((toast) => toast.id !== id))
  return (
    <ToastContext value={show}>
      <Radix.Provider duration={SHOWN_MS} swipeDirection="right" label="Notice">
        {children}
        {toasts.map((toast) => (
          <Notice key={toast.id} toast={toast} onClose={() => remove(toast.id)} />
        ))}
        <Radix.Viewport
          label="Notices ({hotkey})"
          className="layer-toast fixed right-3 bottom-3 grid w-[min(420px,calc(100vw-24px))] gap-2 md:right-6 md:bottom-5"
        />
      </Radix.Provider>
    </ToastContext>
  )
}

function Notice({ toast, onClose }: { toast: ShownToast; onClose: () => void }) {
  return (
    <Radix.Root
      onOpenChange={(open) => {
        if (!open) onClose()
      }}
      className="overlay flex min-h-10 items-center gap-2 px-3.5 py-2"
    >
      <ToneShape tone={toast.tone ?? 'ok'} />
      <Radix.Description className="min-w-0 wrap-anywhere">{toast.text}</Radix.Description>
      {toast.action ? (
        <Radix.Action
          altText={toast.action.label}
          onClick={toast.action.run}
          className="ml-auto flex-none pl-4 text-accent hover:underline"
        >
          {toast.action.label}
        </Radix.Action>
      ) : null}
    </Radix.Root>
  )
}
