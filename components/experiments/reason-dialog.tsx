'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { LongTextField } from '@/components/ui/form-fields'
import { HostileText } from '@/components/ui/hostile-text'

const REASON_MAX = 2_000

interface ReasonDialogProps {
  open: boolean
  onOpenChange: (open: boolean) => void
  /** The outcome. */
  title: string
  /** What it does and what stays. */
  about: string
  /** The way back. */
  keep: string
  submit: string
  look?: 'primary' | 'danger'
  isPending: boolean
  error: Error | null
  onReason: (reason: string) => void
  children?: ReactNode
}

/** Asks why, and does nothing without an answer. */
export function ReasonDialog(props: ReasonDialogProps) {
  const {
    open,
    onOpenChange,
    title,
    about,
    keep,
    submit,
    look = 'primary',
    isPending,
    error,
    onReason,
    children,
  } = props
  const [reason, setReason] = useState('')
  const [isSent, setSent] = useState(false)
  const isEmpty = reason.trim() === ''
  const send = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (!isEmpty && !isPending) onReason(reason.trim())
  }
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title={title} about={about}>
      <form onSubmit={send} noValidate className="grid gap-3 px-4 pb-4">
        {children}
        <LongTextField
          label="Reason"
          value={reason}
          onValue={setReason}
          rows={3}
          max={REASON_MAX}
          fault={isSent && isEmpty ? 'A reason is needed' : undefined}
          hint="kept with the time, and shown wherever this is"
        />
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>{keep}</Button>
          <Button type="submit" look={look} disabledReason={isPending ? 'it has been asked for' : null}>
            {submit}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
