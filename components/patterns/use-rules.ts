'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useToast } from '@/components/ui/toast'
import { plainText } from '@/components/ui/visible-text'
import { request } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { type AddRuleInput, RuleResult, RuleTest, type TestRuleInput } from '@/lib/patterns/operator-schema'
import { patternKeys } from '@/lib/patterns/queries'
import type { PatternRuleWire } from '@/lib/patterns/schema'
import { triageStore } from './triage-store'
import { useMovePattern } from './use-move-pattern'

const TEXT_MAX = 60

/** What a rule would do; nothing is kept. */
export function useTestRule() {
  return useMutation({
    mutationFn: (body: TestRuleInput) => request(RuleTest, paths.api.testPatternRule, { method: 'POST', body }),
  })
}

/** Keeps a rule; it can be undone from the notice. */
export function useAddRule(fleet: Fleet, onDone: () => void) {
  const { madeRules } = useMovePattern(fleet)
  return useMutation({
    mutationFn: addRule,
    onSuccess: ({ rules, applied }, { template }) => {
      const text = `Rule saved: ${plainText(template, TEXT_MAX)}${applied ? '' : ' (applies once failures are grouped anew)'}`
      madeRules(
        text,
        rules.map(({ id }) => id),
      )
      onDone()
    },
  })
}

const addRule = (body: AddRuleInput) => request(RuleResult, paths.api.patternRules(), { method: 'POST', body })

/** Takes a rule back. The undo makes the same rule again, behind the others. */
export function useWithdrawRule(fleet: Fleet) {
  const cache = useQueryClient()
  const toast = useToast()
  const refresh = async () => {
    await cache.invalidateQueries({ queryKey: patternKeys.lists(fleet) })
    await cache.invalidateQueries({ queryKey: patternKeys.patterns(fleet) })
  }
  const { mutate } = useMutation({
    mutationFn: (rule: PatternRuleWire) =>
      request(RuleResult, paths.api.patternRule(rule.id), { method: 'DELETE' }).then(() => rule),
    onMutate: () => triageStore.set({ notice: null }),
    onError: (error) => triageStore.set({ notice: `Not withdrawn: ${error.message}` }),
    onSuccess: (rule) =>
      toast({ text: 'The rule is withdrawn', action: { label: 'Undo', run: () => again.mutate(rule) } }),
    onSettled: refresh,
  })
  const again = useMutation({
    mutationFn: makeAgain,
    onError: (error) => triageStore.set({ notice: `Not made again: ${error.message}` }),
    onSuccess: () => toast({ text: 'The rule is made again, behind the others', tone: 'info' }),
    onSettled: refresh,
  })
  return mutate
}

function makeAgain({ kind, from, into, template, system, title, errorType, cause, reason }: PatternRuleWire) {
  const said = reason === null ? {} : { reason }
  if (kind === 'template') return addRule({ template: template ?? '', system, title, errorType, cause, ...said })
  const body = { into, from: [from], ...said }
  return request(RuleResult, paths.api.mergePatterns, { method: 'POST', body })
}
