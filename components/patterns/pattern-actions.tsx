'use client'

import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import type { PatternDetail } from '@/lib/patterns/schema'
import { FixDialog } from './fix-dialog'
import { IgnoreDialog } from './ignore-dialog'
import type { PatternMoves } from './use-pattern-moves'

/** The moves as buttons; what cannot be done now says why. */
export function PatternActions({ moves, className }: { moves: PatternMoves; className?: string }) {
  const { off, act, isIgnored, triage } = moves
  return (
    <span className={cx('flex flex-wrap items-center gap-1.5', className)}>
      <Button size="sm" keys="a" disabledReason={off.acknowledge} onClick={act.acknowledge}>
        Acknowledge
      </Button>
      <Button size="sm" keys="f" disabledReason={off.fix} onClick={act.fix}>
        Link a fix
      </Button>
      <Button size="sm" keys="i" disabledReason={isIgnored ? triage.offReason : off.ignore} onClick={act.ignore}>
        {isIgnored ? 'Stop ignoring' : 'Ignore until…'}
      </Button>
      {triage.newest === null ? null : (
        <Button size="sm" look="ghost" keys="u" title={triage.newest.text} onClick={act.undo}>
          Undo
        </Button>
      )}
    </span>
  )
}

/** The question that a move asks before it is made. */
export function MoveQuestion({ pattern, moves }: { pattern: PatternDetail; moves: PatternMoves }) {
  const { asking, close, triage } = moves
  if (asking === null) return null
  const Question = asking === 'fix' ? FixDialog : IgnoreDialog
  return <Question patterns={[pattern]} onMove={triage.move} onClose={close} />
}
