'use client'

import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { TextField } from '@/components/ui/form-fields'
import { HostileText } from '@/components/ui/hostile-text'
import { request } from '@/lib/http/api-client'
import { paths } from '@/lib/paths'
import { RuleResult } from '@/lib/patterns/operator-schema'
import type { PatternSummary } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { TemplateText } from './template-text'

const REASON_MAX = 4_000

interface MergeDialogProps {
  patterns: readonly PatternSummary[]
  /** The rules that were made, and what to say of them. */
  onMerged: (text: string, rules: readonly string[]) => void
  onClose: () => void
}

/** Puts several patterns together; which one stays is chosen, the one seen most often unless it is. */
export function MergeDialog({ patterns, onMerged, onClose }: MergeDialogProps) {
  const [loudest] = [...patterns].sort((a, b) => b.occurrences - a.occurrences)
  const [into, setInto] = useState(loudest?.id ?? '')
  const [reason, setReason] = useState('')
  const from = patterns.flatMap(({ id }) => (id === into ? [] : [id]))
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => {
      const body = { into, from, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) }
      return request(RuleResult, paths.api.mergePatterns, { method: 'POST', body })
    },
    onSuccess: ({ rules, applied }) => {
      const text = `Merged: ${plural(patterns.length, 'pattern')}${applied ? '' : ', once failures are grouped anew'}`
      onMerged(
        text,
        rules.map(({ id }) => id),
      )
      onClose()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isPending) mutate()
  }
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={`Merge ${plural(patterns.length, 'pattern')}`}
      about="A rule that is replayed whenever failures are grouped, and can be withdrawn."
    >
      <form onSubmit={submit} className="grid gap-3 px-4 pb-4">
        <fieldset className="grid gap-1">
          <legend className="pb-1 text-12 text-2">Which one stays</legend>
          {patterns.map(({ id, title, occurrences }) => (
            <label key={id} className="flex min-h-7 items-baseline gap-2 text-13">
              <input type="radio" name="into" checked={id === into} onChange={() => setInto(id)} />
              <span className="min-w-0 flex-1 wrap-anywhere">
                <TemplateText text={title} max={160} />
              </span>
              <span className="flex-none text-12 text-3">{plural(occurrences, 'time')}</span>
            </label>
          ))}
        </fieldset>
        <TextField label="Reason, if any" value={reason} max={REASON_MAX} onValue={setReason} />
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" disabledReason={isPending ? 'failures are being grouped anew' : null}>
            Merge {plural(patterns.length, 'pattern')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
