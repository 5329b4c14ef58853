'use client'

import { useState } from 'react'
import { useToast } from '@/components/ui/toast'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { refusalOf } from '@/lib/patterns/pattern-states'
import type { PatternDetail } from '@/lib/patterns/schema'
import { PATTERN_STATE_WORDS } from '@/lib/patterns/words'
import { useMovePattern } from './use-move-pattern'

export type Asking = 'fix' | 'ignore' | null

/** What can be done to the one pattern of a page, by button and by key. */
export function usePatternMoves(pattern: PatternDetail | undefined, fleet: Fleet) {
  const toast = useToast()
  const triage = useMovePattern(fleet)
  const [asking, setAsking] = useState<Asking>(null)
  const { offReason } = triage
  const state = pattern?.state ?? 'new'
  const refusal = (to: 'acknowledged' | 'fix_merged' | 'ignored') => {
    if (offReason !== null) return offReason
    return refusalOf(state, to, false) === null ? null : `it is ${PATTERN_STATE_WORDS[state].label}`
  }
  const off = { acknowledge: refusal('acknowledged'), fix: refusal('fix_merged'), ignore: refusal('ignored') }
  const move = (to: 'acknowledged' | 'unignored') => pattern && triage.move([pattern], { to })
  const act = {
    acknowledge: () => move('acknowledged'),
    fix: () => setAsking('fix'),
    ignore: () => (state === 'ignored' ? move('unignored') : setAsking('ignore')),
    undo: triage.undoNewest,
  }
  const isIgnored = state === 'ignored'
  const canIgnore = offReason === null && (isIgnored || off.ignore === null)
  const copyLink = () => {
    navigator.clipboard.writeText(window.location.href).then(
      () => toast({ text: 'Link copied' }),
      () => toast({ text: 'The browser refused to copy the link', tone: 'warn' }),
    )
  }
  const here = { group: 'On this page', palette: true } as const
  const can = (isPossible: boolean) => () => pattern !== undefined && isPossible
  useKeys([
    {
      id: 'acknowledge',
      keys: ['a', 'n'],
      label: 'Acknowledge',
      when: can(off.acknowledge === null),
      run: act.acknowledge,
      ...here,
    },
    { id: 'fix', keys: ['f'], label: 'Link a fix', when: can(off.fix === null), run: act.fix, ...here },
    {
      id: 'ignore',
      keys: ['i'],
      label: 'Ignore until…, or stop ignoring',
      when: can(canIgnore),
      run: act.ignore,
      ...here,
    },
    {
      id: 'undo',
      keys: ['u'],
      label: 'Undo the newest move',
      when: () => triage.newest !== null,
      run: act.undo,
      ...here,
    },
    { id: 'copy link', keys: ['c'], label: 'Copy the link of this pattern', run: copyLink, ...here },
  ])
  return { triage, asking, close: () => setAsking(null), off, act, isIgnored }
}
export type PatternMoves = ReturnType<typeof usePatternMoves>
