'use client'

import { type FormEvent, type ReactNode, useRef, useState } from 'react'
import { Button } from '@/components/ui/button'
import { ChoiceField, LongTextField, TextField } from '@/components/ui/form-fields'
import { Section } from '@/components/ui/section'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import { type Draft, readDraft, withArm } from '@/lib/experiments/draft'
import type { DraftFaults } from '@/lib/experiments/draft-faults'
import { metricOptions, PAIRING_OPTIONS } from '@/lib/experiments/form-words'
import type { Fleet } from '@/lib/http/wire'
import { ArmFields } from './arm-fields'
import { FormPreview } from './form-preview'
import { MoreFields } from './more-fields'
import { VariedFields } from './varied-fields'

interface ExperimentFormProps {
  draft: Draft
  onDraft: (next: Draft) => void
  /** What the server found wrong, at its field. */
  refused: DraftFaults
  /** Fields of the caller, before the button. */
  children?: ReactNode
  submit: string
  /** Why it cannot be sent now. */
  offReason: string | null
  onSubmit: (definition: ExperimentDefinition) => void
  fleet: Fleet
}

/** Everything that is fixed before results are shown. What is wrong is named at its field once it was sent. */
export function ExperimentForm(props: ExperimentFormProps) {
  const { draft, refused, children, submit, offReason, onSubmit, fleet } = props
  const [isSent, setSent] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const { definition, faults } = readDraft(draft)
  const shown = isSent ? { ...refused, ...faults } : refused
  const onDraft = (next: Partial<Draft>) => props.onDraft({ ...draft, ...next })
  const send = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (definition) {
      if (offReason === null) onSubmit(definition)
      return
    }
    // Drawn first, so that the field that is wrong is marked when it is looked for.
    requestAnimationFrame(() => focusFault(form.current))
  }
  const unnamed = definition ?? readDraft({ ...draft, name: draft.name.trim() || 'unnamed' }).definition
  const count = Object.keys(shown).length
  return (
    <form ref={form} onSubmit={send} noValidate className="max-w-[76rem]">
      <WhatFields draft={draft} onDraft={onDraft} faults={shown} fleet={fleet} />
      <Section title="How it is decided">
        <HowFields draft={draft} onDraft={onDraft} faults={shown} />
      </Section>
      <Section title="What this will decide" meta="counts alone; results are shown once it is declared">
        <FormPreview
          definition={unnamed}
          off={fleet === 'sample' ? 'Pairs are counted in your own records alone.' : null}
        />
        {children}
        <div className="flex flex-wrap items-center gap-3 pt-4">
          <Button type="submit" look="primary" disabledReason={offReason}>
            {submit}
          </Button>
          {count > 0 ? (
            <span role="status" className="text-12 text-bad">
              {count === 1 ? 'One field is not right' : `${count} fields are not right`}
            </span>
          ) : null}
        </div>
      </Section>
    </form>
  )
}

function focusFault(form: HTMLFormElement | null): void {
  const fault = form?.querySelector<HTMLElement>('[aria-invalid="true"]')
  const fold = fault?.closest('details')
  if (fold) fold.open = true
  fault?.focus()
}

interface PartProps {
  draft: Draft
  onDraft: (next: Partial<Draft>) => void
  faults: DraftFaults
}

function WhatFields({ draft, onDraft, faults, fleet }: PartProps & { fleet: Fleet }) {
  return (
    <Section title="What is compared">
      <div className="grid gap-x-8 gap-y-4 md:grid-cols-2">
        <TextField label="Name" value={draft.name} onValue={(name) => onDraft({ name })} fault={faults.name} />
        <LongTextField
          label="Hypothesis"
          value={draft.hypothesis}
          onValue={(hypothesis) => onDraft({ hypothesis })}
          rows={2}
          placeholder="What you expect, and why"
          fault={faults.hypothesis}
        />
        {(['control', 'treatment'] as const).map((arm) => (
          <ArmFields
            key={arm}
            title={arm === 'control' ? 'Control' : 'Treatment'}
            arm={draft[arm]}
            onArm={(next) => onDraft(withArm(draft, arm, next))}
            fault={faults[arm]}
            fleet={fleet}
          />
        ))}
      </div>
    </Section>
  )
}

function HowFields(props: PartProps) {
  const { draft, onDraft, faults } = props
  const isListed = draft.pairing.endsWith('list')
  return (
    <div className="grid gap-4">
      <div className="grid gap-x-6 gap-y-3 md:grid-cols-3">
        <ChoiceField
          label="Pairs are"
          value={draft.pairing}
          options={PAIRING_OPTIONS}
          onValue={(pairing) => onDraft({ pairing })}
          fault={faults.pairing}
        />
        <ChoiceField
          label="Metric"
          value={draft.metric}
          options={metricOptions(draft.pairing)}
          onValue={(metric) => onDraft({ metric, primary: '', better: '' })}
          fault={faults.metric}
        />
        <TextField
          label="Planned pairs"
          value={draft.planned}
          onValue={(planned) => onDraft({ planned })}
          inputMode="numeric"
          placeholder="not planned"
          fault={faults.planned}
        />
      </div>
      {isListed ? (
        <LongTextField
          label="List of pairs"
          value={draft.pairs}
          onValue={(pairs) => onDraft({ pairs })}
          rows={5}
          placeholder={'key,control,treatment\npair 1,…,…'}
          fault={faults.pairs}
          hint={`one a line: key, control, treatment${draft.pairing === 'run list' ? '; runs named here need not be named above' : ''}`}
        />
      ) : null}
      <VariedFields {...props} />
      <details open={hasMoreFault(faults) || undefined}>
        <summary className="w-fit cursor-pointer text-13 text-accent">
          More: test, direction, α, power, smallest effect, seed
        </summary>
        <MoreFields {...props} />
      </details>
    </div>
  )
}

const hasMoreFault = ({ primary, alpha, power, effect, seed }: DraftFaults) =>
  [primary, alpha, power, effect, seed].some((fault) => fault !== undefined)
