'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'
import type { Fleet } from '@/lib/http/wire'
import { change, runsHref } from '@/lib/runs/filters'
import type { ListRunsInput } from '@/lib/runs/schema'

const PAUSE_MS = 250

/** Asks while typing, after a short pause; the text is part of the address. */
export function RunSearch({ filters, fleet }: { filters: ListRunsInput; fleet: Fleet }) {
  const router = useRouter()
  const asked = filters.q ?? ''
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
    router.replace(runsHref({ filters: change(filters, { q: value.trim() || undefined }) }, fleet), { scroll: false })
  }
  const onChange = (value: string) => {
    setText(value)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => ask(value), PAUSE_MS)
  }
  return (
    <search className="max-md:w-full">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          ask(text)
        }}
        className="flex h-8 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-3 focus-within:outline-2 focus-within:outline-accent md:h-7 md:w-56"
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
          }}
          placeholder="Filter by id, name, job, phase"
          aria-label="Filter runs by id, name, job or phase"
          className="min-w-0 flex-1 bg-transparent text-1 outline-none [&::-webkit-search-cancel-button]:hidden"
        />
        <Kbd className="max-md:hidden">/</Kbd>
      </form>
    </search>
  )
}
