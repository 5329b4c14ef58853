'use client'

import Link from 'next/link'
import { type FormEvent, useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { TextField } from '@/components/ui/form-fields'
import { Popover } from '@/components/ui/popover'
import { useToast } from '@/components/ui/toast'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { PATTERN_LIST } from '@/lib/patterns/filters'
import { isView, type SavedView, VIEW_NAME_MAX, viewFilters, withView } from '@/lib/patterns/saved-views'
import type { ListPatternsInput } from '@/lib/patterns/schema'
import { useSavedViews } from './use-saved-views'

interface SavedViewsProps {
  filters: ListPatternsInput
  fleet: Fleet
}

/** Filters with a name: choose, copy as a link, delete, or keep those in force. */
export function SavedViews({ filters, fleet }: SavedViewsProps) {
  const [isOpen, setOpen] = useState(false)
  const [views, save] = useSavedViews(fleet)
  const toast = useToast()
  const current = views.find((view) => isView(view, filters))
  const remove = (view: SavedView) => {
    save(views.filter(({ name }) => name !== view.name))
    toast({ text: `View deleted: ${plainText(view.name, 60)}`, action: { label: 'Undo', run: () => save(views) } })
  }
  return (
    <Popover
      trigger={
        <Button size="sm" look={current ? 'plain' : 'ghost'}>
          {current ? plainText(current.name, 24) : 'Views'}
        </Button>
      }
      label="Saved views"
      open={isOpen}
      onOpenChange={setOpen}
    >
      <div className="grid w-72 gap-2 text-13">
        {views.length === 0 ? <p className="text-2">No view saved in this browser yet.</p> : null}
        <ul>
          {views.map((view) => (
            <ViewLine
              key={view.name}
              view={view}
              fleet={fleet}
              isCurrent={view === current}
              onChoose={() => setOpen(false)}
              onRemove={() => remove(view)}
            />
          ))}
        </ul>
        <SaveForm
          onSave={(name) => {
            save(withView(views, name, filters))
            setOpen(false)
            toast({ text: `View saved: ${plainText(name, 60)}` })
          }}
        />
      </div>
    </Popover>
  )
}

interface ViewLineProps {
  view: SavedView
  fleet: Fleet
  isCurrent: boolean
  onChoose: () => void
  onRemove: () => void
}

function ViewLine({ view, fleet, isCurrent, onChoose, onRemove }: ViewLineProps) {
  const href = PATTERN_LIST.href({ filters: viewFilters(view) }, fleet)
  const name = plainText(view.name, 60)
  return (
    <li className="flex min-h-8 items-center gap-1">
      <Link
        href={href}
        scroll={false}
        onClick={onChoose}
        aria-current={isCurrent ? 'true' : undefined}
        className={cx('min-w-0 flex-1 truncate hover:underline', isCurrent && 'font-semibold')}
      >
        <bdi>{name}</bdi>
      </Link>
      <CopyButton text={new URL(href, window.location.href).href} label={`Copy the link of ${name}`} />
      <IconButton icon="cross" size="sm" look="ghost" label={`Delete the view ${name}`} onClick={onRemove} />
    </li>
  )
}

function SaveForm({ onSave }: { onSave: (name: string) => void }) {
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() !== '') onSave(name.trim())
  }
  return (
    <form onSubmit={submit} className="grid gap-2 border-line border-t pt-2">
      <TextField label="Name of the view in sight" value={name} max={VIEW_NAME_MAX} onValue={setName} />
      <Button
        type="submit"
        look="primary"
        className="justify-self-start"
        disabledReason={name.trim() === '' ? 'it needs a name' : null}
      >
        Save this view
      </Button>
    </form>
  )
}
