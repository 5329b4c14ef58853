'use client'

import { type KeyboardEvent, useId, useState } from 'react'
import { cx } from '@/components/ui/cx'
import { Note } from '@/components/ui/form-fields'
import { plainText } from '@/components/ui/visible-text'
import type { Choice } from '@/lib/experiments/choice-queries'

interface SuggestBoxProps {
  label: string
  /** The arm that it belongs to, for those who see nothing around it. */
  of: string
  value: string
  onValue: (text: string) => void
  /** Called with the id of what was chosen. */
  onChoose: (id: string) => void
  /** What fits the text. */
  choices: readonly Choice[]
  placeholder?: string
  /** What is wrong with what stands in it. */
  fault?: string | undefined
}

/** A text with what is recorded below it: arrows move, Enter chooses, Escape closes. Any text may stand in it. */
export function SuggestBox(props: SuggestBoxProps) {
  const { label, of, value, onValue, onChoose, choices, placeholder, fault } = props
  const id = useId()
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(-1)
  const isOpen = open && choices.length > 0
  const current = at < choices.length ? at : -1
  const choose = (choice: Choice | undefined) => {
    if (!choice) return
    onChoose(choice.id)
    setOpen(false)
    setAt(-1)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setOpen(true)
      const step = event.key === 'ArrowDown' ? 1 : -1
      setAt(isOpen ? Math.max(0, Math.min(choices.length - 1, current + step)) : 0)
    } else if (event.key === 'Enter' && isOpen && current >= 0) {
      event.preventDefault()
      choose(choices[current])
    } else if (event.key === 'Escape' && isOpen) {
      event.stopPropagation()
      setOpen(false)
    }
  }
  return (
    <div className="relative grid min-w-0 gap-1">
      <label htmlFor={`${id}box`} className="text-12 text-2">
        {label}
        <span className="sr-only"> of {of}</span>
      </label>
      <input
        id={`${id}box`}
        role="combobox"
        aria-expanded={isOpen}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={isOpen && current >= 0 ? `${id}${current}` : undefined}
        aria-invalid={fault === undefined ? undefined : true}
        aria-describedby={fault === undefined ? undefined : `${id}note`}
        value={value}
        maxLength={2_000}
        autoComplete="off"
        placeholder={placeholder}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          onValue(event.target.value)
          setOpen(true)
          setAt(-1)
        }}
        className={cx(
          'h-8 w-full rounded-md border bg-surface px-2 text-13 text-1 md:h-7',
          fault === undefined ? 'border-line-strong' : 'border-bad',
        )}
      />
      <div
        id={`${id}list`}
        role="listbox"
        aria-label={`${label} of ${of}: what is recorded`}
        hidden={!isOpen}
        className="overlay layer-menu absolute inset-x-0 top-13 max-h-64 overflow-y-auto p-1"
      >
        {choices.map((choice, index) => (
          <div
            key={choice.id}
            id={`${id}${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            // Before the box loses the focus, which would close the list.
            onPointerDown={(event) => {
              event.preventDefault()
              choose(choice)
            }}
            className={cx(
              'flex min-h-7 min-w-0 cursor-pointer items-center gap-3 rounded-sm px-2 text-13 hover:bg-hover',
              index === current && 'bg-selected',
            )}
          >
            <bdi className="min-w-0 flex-1 truncate" title={plainText(choice.id)}>
              {plainText(choice.label, 160)}
            </bdi>
            <span className="flex-none text-12 text-3">{plainText(choice.about, 40)}</span>
          </div>
        ))}
      </div>
      <Note id={`${id}note`} fault={fault} />
    </div>
  )
}
