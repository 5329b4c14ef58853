'use client'

import { useEffect, useRef, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'

const PAUSE_MS = 250

interface SearchBoxProps {
  /** What the page is asked now. */
  asked: string
  /** Called after a short pause, and at once by Enter. */
  onAsk: (text: string) => void
  placeholder: string
  label: string
  /** What Enter and Shift+Enter do once the text was asked: the next and the previous place. */
  onStep?: (step: 1 | -1) => void
  /** The width beside other tools. */
  className?: string
}

/** The search of a page: asks while typing. `/` focuses it. */
export function SearchBox({ asked, onAsk, placeholder, label, onStep, className = 'md:w-56' }: SearchBoxProps) {
  const [text, setText] = useState(asked)
  const [lastAsked, setLastAsked] = useState(asked)
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  // The address changed from elsewhere (a tab, Reset, back): the box follows it.
  if (asked !== lastAsked) {
    setLastAsked(asked)
    if (asked !== text.trim()) setText(asked)
  }
  const ask = (value: string) => {
    clearTimeout(timer.current)
    onAsk(value.trim())
  }
  const onChange = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => ask(value), PAUSE_MS)
  }
  return (
    <search className="max-md:min-w-0 max-md:flex-1 max-md:basis-40">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (onStep && asked !== '' && text.trim() === asked) onStep(1)
          else ask(text)
        }}
        className={cx(
          'flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-3 focus-within:outline-2 focus-within:outline-accent md:h-7',
          className,
        )}
      >
        <Icon name="search" />
        <input
          data-page-search
          type="search"
          value={text}
          maxLength={300}
          onChange={(event) => onChange(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') event.currentTarget.blur()
            if (event.key !== 'Enter' || !event.shiftKey || !onStep) return
            event.preventDefault()
            onStep(-1)
          }}
          placeholder={placeholder}
          aria-label={label}
          className="min-w-0 flex-1 bg-transparent text-1 outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        <Kbd className="max-md:hidden">/</Kbd>
      </form>
    </search>
  )
}
