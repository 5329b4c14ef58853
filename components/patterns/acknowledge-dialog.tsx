'use client'

import { moveScope, type Wanted } from '@/lib/patterns/moves'
import type { PatternSummary } from '@/lib/patterns/schema'
import { MoveForm } from './move-form'

interface MoveDialogProps {
  /** Those that were asked for; one or several. */
  patterns: readonly PatternSummary[]
  onMove: (patterns: readonly PatternSummary[], wanted: Wanted) => void
  onClose: () => void
}

/** Several at once: the count first. */
export function AcknowledgeDialog({ patterns, onMove, onClose }: MoveDialogProps) {
  const { movable, left } = moveScope(patterns, ['acknowledged'])
  const submit = () => {
    onMove(movable, { to: 'acknowledged' })
    onClose()
  }
  return (
    <MoveForm
      verb="Acknowledge"
      movable={movable}
      left={left}
      about="They leave what needs triage, and come back when they escalate."
      onSubmit={submit}
      onClose={onClose}
    />
  )
}
