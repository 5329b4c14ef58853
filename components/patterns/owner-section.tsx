'use client'

import { type FormEvent, useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { LongTextField, TextField } from '@/components/ui/form-fields'
import { HostileText } from '@/components/ui/hostile-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { useToast } from '@/components/ui/toast'
import type { Fleet } from '@/lib/http/wire'
import type { PatternDetail } from '@/lib/patterns/schema'
import { useEditPattern } from '@/lib/patterns/use-pattern-detail'
import { useMovePattern } from './use-move-pattern'

const [OWNER_MAX, NOTE_MAX] = [200, 4_000]

interface OwnerProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** Who takes care of it, and what somebody wanted to be remembered. */
export function OwnerSection({ pattern, fleet }: OwnerProps) {
  const notes = pattern.moves.filter(({ to, text }) => to === 'note' && text !== null).toReversed()
  return (
    <Section id="owner" title="Owner and notes">
      <div className="grid gap-3">
        <Owner key={pattern.owner ?? ''} pattern={pattern} fleet={fleet} />
        {notes.length > 0 ? (
          <ul className="grid gap-2">
            {notes.map(({ id, at, by, text }) => (
              <li key={id}>
                <HostileText text={text ?? ''} lines mono={false} max={1_000} />
                <span className="text-12 text-3">
                  <HostileText text={by} max={40} />, <RelativeTime at={at} />
                </span>
              </li>
            ))}
          </ul>
        ) : null}
        <Note pattern={pattern} fleet={fleet} />
      </div>
    </Section>
  )
}

function Owner({ pattern, fleet }: OwnerProps) {
  const toast = useToast()
  const { offReason } = useMovePattern(fleet)
  const [name, setName] = useState(pattern.owner ?? '')
  const { mutate, error, isPending } = useEditPattern(pattern, fleet, () => toast({ text: 'Owner changed' }))
  const isSame = name.trim() === (pattern.owner ?? '')
  const save = (event: FormEvent) => {
    event.preventDefault()
    if (offReason === null && !isSame && !isPending) mutate({ kind: 'edit', edit: { owner: name.trim() || null } })
  }
  return (
    <form onSubmit={save} className="flex items-end gap-2">
      <TextField
        label="Owner"
        value={name}
        max={OWNER_MAX}
        placeholder="nobody yet"
        fault={error ? error.message : undefined}
        onValue={setName}
        className="min-w-0 flex-1"
      />
      <Button type="submit" disabledReason={offReason ?? (isSame ? 'it is so already' : null)}>
        Save
      </Button>
    </form>
  )
}

function Note({ pattern, fleet }: OwnerProps) {
  const toast = useToast()
  const { offReason } = useMovePattern(fleet)
  const [text, setText] = useState('')
  const { mutate, error, isPending } = useEditPattern(pattern, fleet, () => {
    setText('')
    toast({ text: 'Note added' })
  })
  const isEmpty = text.trim() === ''
  const add = (event: FormEvent) => {
    event.preventDefault()
    if (offReason === null && !isEmpty && !isPending) mutate({ kind: 'edit', edit: { note: text.trim() } })
  }
  return (
    <form onSubmit={add} className="grid justify-items-start gap-2">
      <LongTextField
        label="Note"
        value={text}
        rows={2}
        max={NOTE_MAX}
        fault={error ? error.message : undefined}
        onValue={setText}
        className="w-full"
      />
      <Button type="submit" disabledReason={offReason ?? (isEmpty ? 'there is nothing to add yet' : null)}>
        Add note
      </Button>
    </form>
  )
}
