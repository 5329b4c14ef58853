'use client'

import { useState } from 'react'
import { ChoiceField, TextField } from '@/components/ui/form-fields'
import { type FixChoice, readFixChoice } from '@/lib/patterns/fix-choice'
import { moveScope, type Wanted } from '@/lib/patterns/moves'
import type { PatternSummary } from '@/lib/patterns/schema'
import { MOVE_WORDS } from '@/lib/patterns/words'
import { MoveForm } from './move-form'

const TEXT_MAX = 4_000
const STEPS = [
  { value: 'fix_proposed', label: 'proposed: text or link' },
  { value: 'fix_merged', label: 'merged: commit or time' },
] as const

interface FixDialogProps {
  /** Those that were asked for; one or several. */
  patterns: readonly PatternSummary[]
  onMove: (patterns: readonly PatternSummary[], wanted: Wanted) => void
  onClose: () => void
}

/** A fix: proposed with a text or a link, or merged with its commit and the time at which it went live. */
export function FixDialog({ patterns, onMove, onClose }: FixDialogProps) {
  const canPropose = moveScope(patterns, ['fix_proposed']).movable.length > 0
  const [choice, setChoice] = useState<FixChoice>({
    ...{ step: canPropose ? 'fix_proposed' : 'fix_merged', text: '', commit: '', at: '' },
  })
  const [isSent, setSent] = useState(false)
  const { movable, left } = moveScope(patterns, [choice.step])
  const read = readFixChoice(choice)
  const faults = isSent && 'faults' in read ? read.faults : {}
  const change = (next: Partial<FixChoice>) => setChoice({ ...choice, ...next })
  const submit = () => {
    setSent(true)
    if (!('wanted' in read)) return
    onMove(movable, read.wanted)
    onClose()
  }
  const isMerged = choice.step === 'fix_merged'
  return (
    <MoveForm verb={MOVE_WORDS[choice.step].verb} movable={movable} left={left} onSubmit={submit} onClose={onClose}>
      <ChoiceField label="The fix is" value={choice.step} options={STEPS} onValue={(step) => change({ step })} />
      <TextField
        label={isMerged ? 'Text or link, if any' : 'Text or link'}
        value={choice.text}
        max={TEXT_MAX}
        fault={faults.text}
        onValue={(text) => change({ text })}
      />
      {isMerged ? (
        <div className="grid gap-3 md:grid-cols-2">
          <TextField
            label="Commit, if known"
            value={choice.commit}
            max={64}
            fault={faults.commit}
            hint="runs on code without it then say nothing against it"
            onValue={(commit) => change({ commit })}
          />
          <TextField
            label="Live since, UTC"
            type="datetime-local"
            value={choice.at}
            fault={faults.at}
            hint="empty: now"
            onValue={(at) => change({ at })}
          />
        </div>
      ) : null}
    </MoveForm>
  )
}
