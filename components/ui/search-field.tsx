'use client'

import { type ComponentProps, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { Icon } from '@/components/ui/icon'
import { Kbd } from '@/components/ui/kbd'

interface SearchFieldProps extends Omit<ComponentProps<'input'>, 'type' | 'onChange'> {
  label: string
  onText: (text: string) => void
}

/** The search of a page: `/` focuses it, Escape leaves it. */
export function SearchField({ label, onText, className, ...rest }: SearchFieldProps) {
  const input = useRef<HTMLInputElement>(null)
  return (
    <label
      className={cx(
        'inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md border border-line-strong bg-surface px-2 text-3 focus-within:outline-2 focus-within:outline-accent focus-within:outline-offset-1 max-md:flex-1 md:h-7 md:min-w-[220px]',
        className,
      )}
    >
      <Icon name="search" />
      <input
        ref={input}
        data-page-search
        type="search"
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        maxLength={300}
        {...rest}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') input.current?.blur()
        }}
        className="min-w-0 flex-1 bg-transparent text-1 text-13 outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      <Kbd className="max-md:hidden">/</Kbd>
    </label>
  )
}
