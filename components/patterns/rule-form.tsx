'use client'

import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceField, TextField } from '@/components/ui/form-fields'
import { HostileText } from '@/components/ui/hostile-text'
import { Section } from '@/components/ui/section'
import type { Fleet } from '@/lib/http/wire'
import { SYSTEMS } from '@/lib/model/systems'
import { EMPTY_RULE, type RuleChoice, readRuleChoice } from '@/lib/patterns/rule-choice'
import { CAUSE_OPTIONS } from '@/lib/runs/status'
import { RuleTestResult } from './rule-test-result'
import { useAddRule, useTestRule } from './use-rules'

const ANY = { value: '', label: 'any' } as const
const SYSTEM_OPTIONS = [ANY, ...SYSTEMS.map((value) => ({ value, label: value }))]
const RULE_CAUSES = [{ value: '' as const, label: 'as the failures say' }, ...CAUSE_OPTIONS]

interface RuleFormProps {
  fleet: Fleet
  /** What the address proposes. */
  template: string
  system: string
}

/** A new template: first tried on the newest failures, then saved. */
export function RuleForm({ fleet, template, system }: RuleFormProps) {
  const [choice, setChoice] = useState<RuleChoice>({ ...EMPTY_RULE, template, system })
  const [isSent, setSent] = useState(false)
  const test = useTestRule()
  const add = useAddRule(fleet, () => {
    setChoice(EMPTY_RULE)
    setSent(false)
    test.reset()
  })
  const read = readRuleChoice(choice)
  const faults = isSent && 'faults' in read ? read.faults : {}
  const change = (next: Partial<RuleChoice>) => setChoice({ ...choice, ...next })
  const isTested =
    'rule' in read && test.variables?.template === read.rule.template && test.variables.system === read.rule.system
  const result = isTested ? test.data : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (!('rule' in read) || test.isPending) return
    test.mutate({ template: read.rule.template, system: read.rule.system })
  }
  const error = test.error ?? add.error
  const saveOff =
    fleet === 'sample'
      ? 'the sample cannot be changed'
      : result === undefined
        ? 'test it first'
        : add.isPending
          ? 'failures are being grouped anew'
          : null
  return (
    <Section title="New template" meta="gathers every failure that matches it into one pattern">
      <form onSubmit={submit} noValidate className="grid max-w-200 gap-3 pt-1">
        <TextField
          label="Template"
          value={choice.template}
          max={600}
          placeholder="Patch rejected: <*> protected path violations"
          hint="with <*> for what may differ"
          fault={faults.template}
          onValue={(text) => change({ template: text })}
        />
        <div className="grid gap-3 md:grid-cols-2">
          <ChoiceField
            label="System"
            value={choice.system}
            options={SYSTEM_OPTIONS}
            onValue={(value) => change({ system: value })}
          />
          <ChoiceField
            label="Cause"
            value={choice.cause}
            options={RULE_CAUSES}
            onValue={(cause) => change({ cause })}
          />
          <TextField
            label="Title, if it shall have its own"
            max={160}
            value={choice.title}
            onValue={(title) => change({ title })}
          />
          <TextField
            label="Type, if it shall have its own"
            max={100}
            value={choice.errorType}
            onValue={(errorType) => change({ errorType })}
          />
        </div>
        <TextField label="Reason, if any" max={4_000} value={choice.reason} onValue={(reason) => change({ reason })} />
        <div className="flex flex-wrap items-center gap-2">
          <Button type="submit" look={result === undefined ? 'primary' : 'plain'}>
            Test
          </Button>
          <Button
            look={result === undefined ? 'plain' : 'primary'}
            disabledReason={saveOff}
            onClick={() => 'rule' in read && add.mutate(read.rule)}
          >
            Save the rule
          </Button>
        </div>
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
      </form>
      <div aria-live="polite">{result === undefined ? null : <RuleTestResult result={result} fleet={fleet} />}</div>
    </Section>
  )
}
