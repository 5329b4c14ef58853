'use client'

import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { movesFrom } from '@/lib/patterns/pattern-states'
import type { PatternSummary } from '@/lib/patterns/schema'
import { MOVE_WORDS } from '@/lib/patterns/words'

/** What a key or a button asks for; a fix or ignoring asks more before it is done. */
export type Act = 'acknowledge' | 'ignore' | 'fix' | 'unignore'
export type RowAct = (act: Act, pattern: PatternSummary) => void

const WORDS: Readonly<Record<Act, { label: string; keys?: string }>> = {
  acknowledge: { label: MOVE_WORDS.acknowledged.verb, keys: 'a' },
  ignore: { label: MOVE_WORDS.ignored.verb, keys: 'i' },
  fix: { label: 'Link a fix', keys: 'f' },
  unignore: { label: MOVE_WORDS.unignored.verb },
}

/** What is likely to be done next, at most two; the page of the pattern has all. */
function actsOf({ state, lane }: PatternSummary): Act[] {
  const can = movesFrom(state)
  if (lane === 'triage') return [can.includes('acknowledged') ? 'acknowledge' : 'fix', 'ignore']
  if (state === 'ignored') return ['unignore']
  return can.includes('fix_merged') ? ['fix'] : ['ignore']
}

/** Always there and quiet; those of the row in hand show their keys. */
export function RowActions({ pattern, inHand, onAct }: { pattern: PatternSummary; inHand: boolean; onAct: RowAct }) {
  const isUrgent = pattern.lane === 'triage'
  return (
    <span className={cx('flex justify-end gap-1 max-md:pt-1 max-md:*:flex-1', !isUrgent && !inHand && 'max-md:hidden')}>
      {actsOf(pattern).map((act) => {
        const { label, keys } = WORDS[act]
        return (
          <Button
            key={act}
            size="sm"
            look={inHand ? 'plain' : 'ghost'}
            {...(inHand && keys ? { keys } : {})}
            onClick={() => onAct(act, pattern)}
            className="max-md:justify-center max-md:border-line!"
          >
            {label}
          </Button>
        )
      })}
    </span>
  )
}
