'use client'

import { useState } from 'react'
import { ChoiceField, TextField } from '@/components/ui/form-fields'
import { IGNORE_LIMITS, type IgnoreChoice, readIgnoreChoice } from '@/lib/patterns/ignore-choice'
import { moveScope, type Wanted } from '@/lib/patterns/moves'
import type { PatternSummary } from '@/lib/patterns/schema'
import { MoveForm } from './move-form'

const REASON_MAX = 4_000
const EMPTY: IgnoreChoice = { limit: 'good', reason: '', date: '', count: '' }

interface IgnoreDialogProps {
  /** Those that were asked for; one or several. */
  patterns: readonly PatternSummary[]
  onMove: (patterns: readonly PatternSummary[], wanted: Wanted) => void
  onClose: () => void
}

/** Ignore until…: with a reason, for good or up to a limit that brings them back. */
export function IgnoreDialog({ patterns, onMove, onClose }: IgnoreDialogProps) {
  const [choice, setChoice] = useState(EMPTY)
  const [isSent, setSent] = useState(false)
  const { movable, left } = moveScope(patterns, ['ignored'])
  const read = readIgnoreChoice(choice, new Date().toISOString().slice(0, 10))
  const faults = isSent && 'faults' in read ? read.faults : {}
  const change = (next: Partial<IgnoreChoice>) => setChoice({ ...choice, ...next })
  const submit = () => {
    setSent(true)
    if (!('wanted' in read)) return
    onMove(movable, read.wanted)
    onClose()
  }
  return (
    <MoveForm verb="Ignore" movable={movable} left={left} onSubmit={submit} onClose={onClose}>
      <TextField
        label="Reason"
        value={choice.reason}
        max={REASON_MAX}
        fault={faults.reason}
        hint="kept with the time, and shown in its history"
        onValue={(reason) => change({ reason })}
      />
      <div className="grid gap-3 md:grid-cols-2">
        <ChoiceField
          label="How long"
          value={choice.limit}
          options={IGNORE_LIMITS}
          onValue={(limit) => change({ limit })}
        />
        {choice.limit === 'date' ? (
          <TextField
            label="Back on, UTC"
            type="date"
            value={choice.date}
            fault={faults.date}
            onValue={(date) => change({ date })}
          />
        ) : null}
        {choice.limit === 'count' || choice.limit === 'rate' ? (
          <TextField
            label={choice.limit === 'count' ? 'Occurrences' : 'Occurrences a day'}
            inputMode="numeric"
            value={choice.count}
            fault={faults.count}
            hint="one more brings it back"
            onValue={(count) => change({ count })}
          />
        ) : null}
      </div>
    </MoveForm>
  )
}
