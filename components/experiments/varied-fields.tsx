'use client'

import { Check, Note } from '@/components/ui/form-fields'
import type { Draft } from '@/lib/experiments/draft'
import type { DraftFaults } from '@/lib/experiments/draft-faults'
import { FIELD_NAMES, FIELDS } from '@/lib/validity/fields'

interface VariedFieldsProps {
  draft: Draft
  onDraft: (next: Partial<Draft>) => void
  faults: DraftFaults
}

/** What may differ between the arms; a difference in anything else refuses the comparison. */
export function VariedFields({ draft: { varied, calibration }, onDraft, faults }: VariedFieldsProps) {
  const known: readonly string[] = FIELD_NAMES
  const toggle = (name: string, on: boolean) =>
    onDraft({ varied: on ? [...varied, name] : varied.filter((one) => one !== name) })
  const strange = varied.filter((name) => !known.includes(name))
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 font-semibold text-13">What may differ</legend>
      <p className="pb-1.5 text-12 text-3">A difference in anything else, code and models included, refuses it.</p>
      <div className="flex flex-wrap gap-x-4 gap-y-0.5">
        {FIELD_NAMES.map((name) => (
          <Check
            key={name}
            label={FIELDS[name].label}
            title={FIELDS[name].about}
            checked={varied.includes(name)}
            onChecked={(on) => toggle(name, on)}
          />
        ))}
        {strange.map((name) => (
          <Check key={name} label={name.slice(0, 60)} checked onChecked={() => toggle(name, false)} />
        ))}
      </div>
      <div className="pt-1.5">
        <Check
          label="A/A calibration: both arms are the same on purpose, to see how much noise there is"
          checked={calibration}
          onChecked={(on) => onDraft({ calibration: on, ...(on ? { varied: [] } : {}) })}
        />
      </div>
      <Note fault={faults.varied} />
    </fieldset>
  )
}
