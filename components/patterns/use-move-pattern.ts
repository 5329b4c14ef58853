'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { useToast } from '@/components/ui/toast'
import { plainText } from '@/components/ui/visible-text'
import { ApiError, request } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { predicted, type Wanted } from '@/lib/patterns/moves'
import { BulkTransitionResult, RuleResult } from '@/lib/patterns/operator-schema'
import { patternKeys } from '@/lib/patterns/queries'
import { PatternSummary } from '@/lib/patterns/schema'
import { MOVE_WORDS, plural } from '@/lib/patterns/words'
import { type TriageState, triageStore, type UndoStep } from './triage-store'

const TITLE_MAX = 60

/** What this visit did, and what is known better than the lists say. */
export function useTriage(): TriageState {
  return useSyncExternalStore(triageStore.subscribe, triageStore.snapshot, triageStore.serverSnapshot)
}

/**
 * Moves patterns: the row changes at once, and goes back when the server refuses. Somebody who was faster wins: the row
 * as he left it takes the place, and a notice says so. Every move can be undone, by the notice or by `undoNewest`.
 */
export function useMovePattern(fleet: Fleet) {
  const cache = useQueryClient()
  const toast = useToast()
  const { steps, notice } = useTriage()
  const refresh = async () => {
    const keys = [patternKeys.lists(fleet), patternKeys.patterns(fleet)]
    await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })))
  }
  const undo = (step: UndoStep) => {
    if (!triageStore.take(step)) return
    triageStore.enqueue(async () => {
      const isUndone = await undoStep(step)
      if (isUndone) toast({ text: `Undone: ${step.text}`, tone: 'info' })
    }, refresh)
  }
  const done = (step: Omit<UndoStep, 'id'>) => {
    const made = triageStore.did(step)
    toast({ text: step.text, action: { label: 'Undo', run: () => undo(made) } })
  }
  const newest = steps.at(-1) ?? null
  return {
    /** Patterns as they are shown, their versions too. */
    move(patterns: readonly PatternSummary[], wanted: Wanted): void {
      if (patterns.length === 0) return
      triageStore.know(patterns.map((pattern) => predicted(pattern, wanted.to)))
      triageStore.set({ notice: null })
      triageStore.enqueue(() => send(patterns, wanted, done), refresh)
    },
    /** Merges and templates that were made: their withdrawal is the undo. */
    madeRules(text: string, rules: readonly string[]): void {
      done({ text, moved: [], rules })
      triageStore.enqueue(async () => {}, refresh)
    },
    undoNewest: (): void => {
      if (newest) undo(newest)
    },
    newest,
    notice,
    /** Why nothing can be moved here; null when it can. */
    offReason: fleet === 'sample' ? 'the sample cannot be changed' : null,
  }
}

async function send(
  patterns: readonly PatternSummary[],
  { to, ...said }: Wanted,
  done: (step: Omit<UndoStep, 'id'>) => void,
): Promise<void> {
  const ids = patterns.map(({ id }) => id)
  try {
    const moved = await post(patterns, { to, ...said })
    if (moved.length === 0) return
    const [one] = moved
    const what = one && moved.length === 1 ? plainText(one.title, TITLE_MAX) : plural(moved.length, 'pattern')
    const text = `${MOVE_WORDS[to].done}: ${what}`
    done({ text, moved: moved.map(({ id, version }) => ({ id, version })), rules: [] })
  } catch (error) {
    triageStore.forget(ids)
    refused(error)
  }
}

/** One by its own address, several at once. @returns the rows that were moved, as they are now */
async function post(patterns: readonly PatternSummary[], wanted: object): Promise<PatternSummary[]> {
  const [one] = patterns
  if (one && patterns.length === 1) {
    const body = { ...wanted, expectedVersion: one.version }
    const row = await request(PatternSummary, paths.api.patternPart(one.id, 'transitions'), { method: 'POST', body })
    triageStore.know([row])
    return [row]
  }
  const items = patterns.map(({ id, version }) => ({ id, expectedVersion: version }))
  return moveAll({ ...wanted, items }, patterns.length)
}

async function moveAll(body: object, asked: number): Promise<PatternSummary[]> {
  const result = await request(BulkTransitionResult, paths.api.movePatterns, { method: 'POST', body })
  triageStore.forget(result.refused.map(({ id }) => id))
  triageStore.know([...result.done, ...result.refused.flatMap(({ pattern }) => pattern ?? [])])
  const [first] = result.refused
  if (first) triageStore.set({ notice: `${result.refused.length} of ${asked} not changed: ${first.reason}` })
  return result.done
}

async function undoStep({ moved, rules, text }: UndoStep): Promise<boolean> {
  try {
    for (const id of rules) await request(RuleResult, paths.api.patternRule(id), { method: 'DELETE' })
    const [one] = moved
    if (one === undefined) return true
    triageStore.set({ notice: null, returned: one.id })
    if (moved.length > 1) {
      const items = moved.map(({ id, version }) => ({ id, expectedVersion: version }))
      return (await moveAll({ to: 'undo', items }, moved.length)).length > 0
    }
    const body = { to: 'undo', expectedVersion: one.version }
    const row = await request(PatternSummary, paths.api.patternPart(one.id, 'transitions'), { method: 'POST', body })
    triageStore.know([row])
    return true
  } catch (error) {
    triageStore.set({ returned: null })
    refused(error, `Not undone (${text}): `)
    return false
  }
}

/** Somebody was faster: the row as it is now takes the place of what was asked for. */
function refused(error: unknown, before = ''): void {
  const details = error instanceof ApiError && error.code === 'conflict' ? error.details : undefined
  const current = PatternSummary.safeParse((details as { pattern?: unknown } | undefined)?.pattern)
  if (current.success) triageStore.know([current.data])
  triageStore.set({ notice: before + (error instanceof Error ? error.message : String(error)) })
}
