'use client'

import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { cutText, type Piece, visibleText } from '@/components/ui/visible-text'

const FIRST_SHOWN = 600
/** What one press of "show more" adds; a browser draws this much at once without stalling. */
const STEP = 20_000

interface HostileTextProps {
  text: string
  /** Characters shown at first. */
  max?: number
  /** Keeps line breaks, wraps anywhere, set in mono: logs, messages, stored JSON. */
  lines?: boolean
  mono?: boolean
  className?: string
}

/** Any text that came from outside: isolated, escaped, control characters visible, cut with a way to see more. */
export function HostileText({ text, max = FIRST_SHOWN, lines = false, mono = lines, className }: HostileTextProps) {
  const [shown, setShown] = useState(max)
  const cut = text.length > shown
  const body = (
    <bdi className={cx('isolate', lines && 'whitespace-pre-wrap', mono && 'font-mono text-12', 'wrap-anywhere')}>
      {marked(visibleText(cut ? cutText(text, shown) : text, { lines }))}
      {cut ? '…' : null}
    </bdi>
  )
  return (
    <span className={cx('min-w-0', lines && 'block', className)}>
      {body}
      {cut ? (
        <button
          type="button"
          className="ml-1 text-12 text-accent hover:underline"
          onClick={() => setShown(shown + STEP)}
        >
          show more ({(text.length - shown).toLocaleString('en-US')} characters)
        </button>
      ) : null}
    </span>
  )
}

/** A short text in one line, with what hides or reorders made visible: for links and other places without a button. */
export function VisibleText({ text }: { text: string }) {
  return marked(visibleText(text))
}

function marked(pieces: readonly Piece[]) {
  return pieces.map((piece, index) => {
    if (piece.kind === 'text') return piece.text
    return (
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: pieces of one text have no other identity
        key={index}
        title={piece.name}
        className="mx-px rounded-[3px] border border-line-strong border-dashed px-0.5 font-mono text-11 text-2"
      >
        {piece.symbol}
      </span>
    )
  })
}
