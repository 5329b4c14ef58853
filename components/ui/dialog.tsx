'use client'

import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { cx } from '@/components/ui/cx'

interface DialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The outcome: "Delete 3 sources". */
  title: string
  /** Hides the title from sight, not from screen readers. */
  titleHidden?: boolean
  /** One sentence read out with the title. */
  about?: ReactNode
  children?: ReactNode
  className?: string
  /** `side` is a drawer on the left, for narrow screens. */
  place?: 'centre' | 'side'
}

const PLACES = {
  centre: 'top-[12vh] left-1/2 max-h-[80vh] w-[min(520px,calc(100vw-24px))] -translate-x-1/2 overflow-y-auto',
  side: 'inset-y-0 left-0 w-64 rounded-none! border-y-0! border-l-0!',
} as const

/** Focus goes in, stays in, and returns to where it was. */
export function Dialog({
  open,
  onOpenChange,
  title,
  titleHidden = false,
  about,
  children,
  className,
  place = 'centre',
}: DialogProps) {
  // Most dialogs open by key or state, without a Radix trigger that would take the focus back.
  const before = useRef<Element | null>(null)
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="layer-modal fixed inset-0 bg-[oklch(0_0_0/0.35)]" />
        <Radix.Content
          {...(about ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={() => {
            before.current = document.activeElement
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (before.current instanceof HTMLElement) before.current.focus()
          }}
          className={cx('overlay layer-modal fixed outline-none', PLACES[place], className)}
        >
          <Radix.Title className={titleHidden ? 'sr-only' : 'px-4 pt-4 pb-2 font-semibold text-16'}>
            {title}
          </Radix.Title>
          {about ? <Radix.Description className="px-4 pb-2 text-2">{about}</Radix.Description> : null}
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
