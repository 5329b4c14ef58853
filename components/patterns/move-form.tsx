'use client'

import type { FormEvent, ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import type { PatternSummary } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { TemplateText } from './template-text'

interface MoveFormProps {
  /** The verb of its title and its button: "Ignore". */
  verb: string
  /** Those that will be changed. */
  movable: readonly PatternSummary[]
  /** Of those that were asked for, the others: "2 verified". */
  left: string | null
  about?: string
  onSubmit: () => void
  onClose: () => void
  children?: ReactNode
}

/** Asks before patterns are changed, and says how many will be and how many cannot. */
export function MoveForm({ verb, movable, left, about, onSubmit, onClose, children }: MoveFormProps) {
  const [one] = movable
  const isOne = movable.length === 1 && left === null
  const what = movable.length === 1 ? 'pattern' : plural(movable.length, 'pattern')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (movable.length > 0) onSubmit()
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isOne ? `${verb} this pattern` : `${verb} ${movable.length === 1 ? '1 ' : ''}${what}?`}
      about={about}
    >
      <form onSubmit={submit} noValidate className="grid gap-3 px-4 pb-4">
        {isOne && one ? (
          <p className="line-clamp-3 wrap-anywhere rounded-sm bg-sunken px-2 py-1.5">
            <TemplateText text={one.title} />
          </p>
        ) : null}
        {left === null ? null : <p className="text-warn">Not changed by this, because of their state: {left}.</p>}
        {children}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabledReason={movable.length === 0 ? 'none of them can be' : null}>
            {isOne ? verb : `${verb} ${movable.length === 1 ? '1 ' : ''}${what}`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
