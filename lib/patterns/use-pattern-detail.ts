'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { z } from 'zod'
import { ApiError, request } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { patternQuery } from './detail-queries'
import {
  type EditPatternInput,
  type MergePatternsInput,
  RuleResult,
  type SplitPatternInput,
  type TransitionInput,
} from './operator-schema'
import { patternKeys } from './queries'
import { type PatternDetail, PatternSummary } from './schema'

function useChange<I, T extends z.ZodType>(
  fleet: Fleet,
  send: (input: I) => { schema: T; path: string; method: 'POST' | 'PATCH' | 'DELETE'; body?: unknown },
  onDone: (done: z.output<T>) => void,
) {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: (input: I) => {
      const { schema, path, ...rest } = send(input)
      return request(schema, path, rest)
    },
    onSuccess: async (done) => {
      onDone(done)
      const keys = [patternKeys.lists(fleet), patternKeys.patterns(fleet)]
      await Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })))
    },
  })
}

/** Puts another pattern into this one. */
export const useMergeInto = (into: string, fleet: Fleet, onDone: (result: RuleResult) => void) =>
  useChange(
    fleet,
    (from: string) => ({
      ...{ schema: RuleResult, path: paths.api.mergePatterns, method: 'POST' as const },
      body: { into, from: [from] } satisfies MergePatternsInput,
    }),
    onDone,
  )

/** Makes the occurrences that match a template a pattern of their own. */
export const useSplitPattern = (id: string, fleet: Fleet, onDone: (result: RuleResult) => void) =>
  useChange(
    fleet,
    (template: string) => ({
      ...{ schema: RuleResult, path: paths.api.patternPart(id, 'split'), method: 'POST' as const },
      body: { template } satisfies Partial<SplitPatternInput>,
    }),
    onDone,
  )

/** Takes a merge or a template back. */
export const useWithdrawRule = (fleet: Fleet, onDone: () => void) =>
  useChange(
    fleet,
    (id: string) => ({ schema: RuleResult, path: paths.api.patternRule(id), method: 'DELETE' as const }),
    onDone,
  )

type Edit = Pick<EditPatternInput, 'owner' | 'note'>
type Change = { kind: 'edit'; edit: Edit } | { kind: 'undo' }

/**
 * Owner, note, and taking back the newest move of whoever made it. Somebody who was faster wins: the row as he left it
 * is shown at once, and the error says so.
 */
export function useEditPattern(pattern: PatternSummary, fleet: Fleet, onDone: () => void) {
  const cache = useQueryClient()
  const { id, version: expectedVersion } = pattern
  const show = (row: PatternSummary) =>
    cache.setQueryData(
      patternQuery(id, fleet).queryKey,
      (shown: PatternDetail | undefined) => shown && { ...shown, ...row },
    )
  return useMutation({
    mutationFn: (change: Change) =>
      change.kind === 'edit'
        ? request(PatternSummary, paths.api.pattern(id), { method: 'PATCH', body: { ...change.edit, expectedVersion } })
        : request(PatternSummary, paths.api.patternPart(id, 'transitions'), {
            method: 'POST',
            body: { to: 'undo', expectedVersion } satisfies Omit<TransitionInput, 'id'>,
          }),
    onSuccess: (row) => {
      show(row)
      onDone()
    },
    onError: (error) => {
      const current = currentRow(error)
      if (current) show(current)
    },
    onSettled: () => {
      const keys = [patternKeys.lists(fleet), patternKeys.patterns(fleet)]
      return Promise.all(keys.map((queryKey) => cache.invalidateQueries({ queryKey })))
    },
  })
}

/** The row as it is, which a conflict carries. */
function currentRow(error: Error): PatternSummary | null {
  if (!(error instanceof ApiError) || error.code !== 'conflict') return null
  const { pattern } = (error.details ?? {}) as { pattern?: unknown }
  return PatternSummary.safeParse(pattern).data ?? null
}
