'use client'

import { useEffect, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'

const SHOWN_MS = 1_500

/** Copies text; `copied` is true for a moment after it worked, `failed` when the browser refused. */
export function useCopy(text: string) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle')
  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [state])
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    )
  }
  return { copy, state }
}

export function CopyButton({ text, label }: { text: string; label: string }) {
  const { copy, state } = useCopy(text)
  const name = state === 'copied' ? 'Copied' : state === 'failed' ? 'The browser refused to copy' : label
  return (
    <button
      type="button"
      onClick={copy}
      title={name}
      aria-label={name}
      className={cx(
        'inline-flex size-6 items-center justify-center rounded-sm hover:text-1',
        state === 'copied' ? 'text-ok' : 'text-3',
      )}
    >
      <Icon name={state === 'copied' ? 'check' : 'copy'} className="size-3.5" />
    </button>
  )
}

/** A command to run, as it is typed, with a copy button. */
export function Command({ children }: { children: string }) {
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-sm bg-sunken pl-2">
      <code className="overflow-x-auto whitespace-nowrap py-1 font-mono text-1 text-12">{children}</code>
      <CopyButton text={children} label="Copy the command" />
    </span>
  )
}
