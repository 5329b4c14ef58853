'use client'

import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import type { KeyBinding } from '@/lib/keyboard/key-registry'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import { paths } from '@/lib/paths'
import { moveScope, type OperatorMove, predicted, type Wanted } from '@/lib/patterns/moves'
import type { ListPatternsInput, PatternSummary } from '@/lib/patterns/schema'
import { MOVE_WORDS, PATTERN_STATE_WORDS, plural } from '@/lib/patterns/words'
import type { Act, RowAct } from './row-actions'
import { triageStore } from './triage-store'
import { useMovePattern, useTriage } from './use-move-pattern'

/** What is asked before it is done. */
export interface Asking {
  what: 'acknowledge' | 'ignore' | 'fix' | 'merge'
  patterns: readonly PatternSummary[]
}

interface TriageRows {
  rows: readonly PatternSummary[]
  filters: ListPatternsInput
  fleet: Fleet
  marked: string | null
  onMark: (id: string | null) => void
}

export type Triage = ReturnType<typeof useTriageRows>

const MOVES: Readonly<Record<Act, readonly OperatorMove[]>> = {
  acknowledge: ['acknowledged'],
  ignore: ['ignored'],
  fix: ['fix_proposed', 'fix_merged'],
  unignore: ['unignored'],
}
/** After the focus came back from a dialog. */
const AFTER_DIALOG_MS = 60

/** Triage of a list: by key or button, of one row or of all selected ones; the focus goes to the row that follows. */
export function useTriageRows({ rows, filters, fleet, onMark }: TriageRows) {
  const router = useRouter()
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState<Asking | null>(null)
  const moves = useMovePattern(fleet)
  const selected = rows.filter(({ id }) => picked.has(id))
  const open = (id: string) => {
    onMark(id)
    router.push(paths.pattern(id, fleet))
  }
  const select = (id: string) => setPicked(toggled(picked, id))
  const keys = useListKeys({ ids: rows.map(({ id }) => id), onOpen: open, onToggle: select })
  useReturned(rows, keys.focusRow)

  const move = (patterns: readonly PatternSummary[], wanted: Wanted) => {
    const leaving = new Set(patterns.filter((each) => leaves(each, wanted.to, filters)).map(({ id }) => id))
    const next = rowAfter(rows, keys.activeId, leaving)
    moves.move(patterns, wanted)
    setPicked(new Set())
    if (next !== null) focusLater(next, keys.focusRow)
  }
  const ask = (what: Asking['what'], patterns: readonly PatternSummary[]) => {
    triageStore.set({ notice: moves.offReason })
    if (moves.offReason === null) setAsking({ what, patterns })
  }
  const start = (act: Act, patterns: readonly PatternSummary[]) => {
    if (patterns.length === 0) return
    const [one] = patterns
    const { movable } = moveScope(patterns, MOVES[act])
    if (moves.offReason !== null) triageStore.set({ notice: moves.offReason })
    else if (one && patterns.length === 1 && movable.length === 0) triageStore.set({ notice: cannot(act, one) })
    else if (act === 'unignore') move(movable, { to: 'unignored' })
    else if (act === 'acknowledge' && patterns.length === 1) move(movable, { to: 'acknowledged' })
    else ask(act, patterns)
  }
  const inHand = rows.filter(({ id }) => id === keys.activeId)
  const asked = selected.length > 0 ? selected : inHand
  useKeys(triageKeys({ start: (act) => start(act, asked), isAny: asked.length > 0, ask, selected, moves }))
  return {
    ...{ keys, selected, selection: picked, asking, move },
    open: useStable(open),
    select: useStable(select),
    act: useStable<Parameters<RowAct>>((act, pattern) => start(act, [pattern])),
    start: (act: Act) => start(act, selected),
    ask,
    selectAll: (all: boolean) => setPicked(new Set(all ? rows.map(({ id }) => id) : [])),
    onClose: () => setAsking(null),
    madeRules: (text: string, rules: readonly string[]) => {
      setPicked(new Set())
      moves.madeRules(text, rules)
    },
  }
}

const cannot = (act: Act, { title, state }: PatternSummary) =>
  `${MOVE_WORDS[MOVES[act][0] ?? 'ignored'].verb}: not possible for “${plainText(title, 80)}”, it is ${PATTERN_STATE_WORDS[state].label}`

function toggled(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return next
}

/** Whether the row goes from where it stands. */
function leaves(pattern: PatternSummary, to: OperatorMove, { state, sort, lane }: ListPatternsInput): boolean {
  const next = predicted(pattern, to)
  if (state !== undefined && next.state !== state) return true
  return next.lane !== pattern.lane && (lane !== undefined || sort === 'urgent')
}

/** The row that follows the one in hand once some have left; null when it stays itself. */
function rowAfter(rows: readonly PatternSummary[], active: string | null, leaving: ReadonlySet<string>): string | null {
  const at = rows.findIndex(({ id }) => id === active)
  const stays = ({ id }: PatternSummary) => !leaving.has(id)
  if (active === null || !leaving.has(active)) return null
  return (rows.slice(at + 1).find(stays) ?? rows.slice(0, at).findLast(stays))?.id ?? ''
}

/** At once, so that the next key finds it, and again when a dialog has given the focus back. */
function focusLater(id: string, focusRow: (id: string) => void): void {
  const focus = () => (id === '' ? document.getElementById('main')?.focus() : focusRow(id))
  focus()
  setTimeout(focus, AFTER_DIALOG_MS)
}

/** What an undo brought back takes the focus as soon as it is drawn. */
function useReturned(rows: readonly PatternSummary[], focusRow: (id: string) => void): void {
  const { returned, busy } = useTriage()
  const isThere = returned !== null && rows.some(({ id }) => id === returned)
  const focus = useStable(focusRow)
  useEffect(() => {
    if (returned === null || busy) return
    if (isThere) focus(returned)
    triageStore.set({ returned: null })
  }, [returned, busy, isThere, focus])
}

/** The same function at every drawing, so that rows are not drawn again for it. */
function useStable<A extends unknown[]>(act: (...args: A) => void): (...args: A) => void {
  const latest = useRef(act)
  useEffect(() => {
    latest.current = act
  })
  return useCallback((...args: A) => latest.current(...args), [])
}

interface TriageKeys {
  start: (act: Act) => void
  isAny: boolean
  ask: (what: Asking['what'], patterns: readonly PatternSummary[]) => void
  selected: readonly PatternSummary[]
  moves: ReturnType<typeof useMovePattern>
}

function triageKeys({ start, isAny, ask, selected, moves }: TriageKeys): KeyBinding[] {
  const group = 'On this page'
  const when = () => isAny
  const many = selected.length > 0 ? ` ${plural(selected.length, 'pattern')}` : ''
  const of = (id: Act, keys: string[], label: string): KeyBinding => ({
    ...{ id, keys, label: label + many, group, when, palette: true, run: () => start(id) },
  })
  return [
    of('acknowledge', ['a', 'n'], 'Acknowledge'),
    of('ignore', ['i'], 'Ignore until…'),
    of('fix', ['f'], 'Link a fix'),
    {
      ...{ id: 'merge', keys: ['m'], label: 'Merge what is selected', group, palette: true },
      when: () => selected.length > 1,
      run: () => ask('merge', selected),
    },
    {
      ...{ id: 'undo', keys: ['u'], group, palette: true },
      label: 'Undo the newest move',
      when: () => moves.newest !== null,
      run: moves.undoNewest,
    },
  ]
}
