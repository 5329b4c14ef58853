'use client'

import { type FormEvent, useId, useState } from 'react'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { Section } from '@/components/ui/section'
import { useToast } from '@/components/ui/toast'
import { parseCap } from '@/lib/budgets/cap-text'
import { BUDGET_SCOPES, type BudgetMeasure, type BudgetScope } from '@/lib/budgets/schema'
import { useAddBudget } from '@/lib/budgets/use-budgets'
import { SCOPE_WORDS } from '@/lib/budgets/words'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { WhatIf } from './what-if'

const CONTROL = 'h-8 rounded-md border bg-surface px-2 text-13 text-1 md:h-7'
const LINE = 'border-line-strong'

/** The cap as a sentence; what it would have stopped stands below it while it is written. */
export function CapForm({ fleet }: { fleet: Fleet }) {
  const id = useId()
  const toast = useToast()
  const [amount, setAmount] = useState('')
  const [measure, setMeasure] = useState<BudgetMeasure>('tokens')
  const [scope, setScope] = useState<BudgetScope>('run')
  const [project, setProject] = useState('')
  const { mutate, isPending, error, reset } = useAddBudget(() => {
    setAmount('')
    toast({ text: 'The cap is set; it stops nothing, and shows what passes it' })
  })
  useKeys([
    {
      ...{ id: 'set-cap', keys: ['c'], label: 'Set a cap', group: 'On this page', palette: true },
      run: () => document.getElementById(`${id}amount`)?.focus(),
    },
  ])
  const cap = parseCap(amount, measure)
  const wrong = amount.trim() !== '' && cap === null
  const only = project.trim() === '' ? {} : { project: project.trim() }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (cap && !isPending && fleet === 'own') mutate({ scope, ...cap, ...only })
  }
  const why = fleet === 'sample' ? 'the sample cannot be changed' : cap === null ? 'write an amount first' : null
  return (
    <Section title="Set a cap" meta="Pitwall stops nothing: a cap shows what passes it, and when">
      <form onSubmit={submit} noValidate className="flex flex-wrap items-center gap-x-2 gap-y-2.5">
        <label htmlFor={`${id}amount`}>At most</label>
        <input
          id={`${id}amount`}
          value={amount}
          inputMode="decimal"
          autoComplete="off"
          placeholder={measure === 'tokens' ? '300,000' : '5.00'}
          aria-invalid={wrong}
          aria-describedby={wrong ? `${id}wrong` : undefined}
          onChange={(event) => {
            if (error) reset()
            setAmount(event.target.value)
          }}
          className={cx(CONTROL, 'w-32 text-right', wrong ? 'border-bad' : LINE)}
        />
        <Choice label="What is capped" value={measure} onValue={setMeasure} options={['tokens', 'dollars'] as const} />
        <span>for each</span>
        <Choice label="What may spend it" value={scope} onValue={setScope} options={BUDGET_SCOPES} />
        <label htmlFor={`${id}project`}>{scope === 'project' ? 'named' : 'in the project'}</label>
        <input
          id={`${id}project`}
          value={project}
          maxLength={300}
          placeholder="any"
          autoComplete="off"
          onChange={(event) => setProject(event.target.value)}
          className={cx(CONTROL, LINE, 'w-44')}
        />
        <Button type="submit" look="primary" keys="c" disabledReason={isPending ? 'it has been asked for' : why}>
          Set this cap
        </Button>
      </form>
      {wrong ? (
        <p id={`${id}wrong`} role="alert" className="pt-1.5 text-12 text-bad">
          {measure === 'tokens' ? 'A whole number of tokens above 0' : 'An amount of dollars such as 5 or 0.25'}
        </p>
      ) : null}
      {error ? (
        <p role="alert" className="pt-1.5 text-bad">
          <HostileText text={error.message} />
        </p>
      ) : null}
      {cap ? <WhatIf input={{ scope, ...cap, ...only }} fleet={fleet} many={SCOPE_WORDS[scope].many} /> : null}
    </Section>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly T[]
  onValue: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onValue }: ChoiceProps<T>) {
  const choose = (text: string) => {
    const chosen = options.find((option) => option === text)
    if (chosen) onValue(chosen)
  }
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => choose(event.target.value)}
      className={cx(CONTROL, LINE)}
    >
      {options.map((option) => (
        <option key={option}>{option}</option>
      ))}
    </select>
  )
}
