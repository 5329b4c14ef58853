'use client'

import { ChoiceField, TextField } from '@/components/ui/form-fields'
import { DIRECTIONS } from '@/lib/experiments/analysis-schema'
import { betterOf } from '@/lib/experiments/definition'
import type { Draft } from '@/lib/experiments/draft'
import type { DraftFaults } from '@/lib/experiments/draft-faults'
import { testOptions } from '@/lib/experiments/form-words'

const DIRECTION_OPTIONS = DIRECTIONS.map((value) => ({ value, label: value }))
const SCALE_OPTIONS = [
  { value: 'difference', label: 'as a difference' },
  { value: 'ratio', label: 'as a ratio' },
] as const

interface MoreFieldsProps {
  draft: Draft
  onDraft: (next: Partial<Draft>) => void
  faults: DraftFaults
}

/** How it is decided, where the defaults do not fit. */
export function MoreFields({ draft, onDraft, faults }: MoreFieldsProps) {
  const { metric, better, primary, direction, alpha, power, effect, effectScale, seed } = draft
  const usual = betterOf({ metric })
  const betterOptions = [
    { value: '', label: `${usual}, as usual` },
    { value: usual === 'lower' ? 'higher' : 'lower', label: usual === 'lower' ? 'higher' : 'lower' },
  ] as const
  return (
    <div className="grid gap-x-6 gap-y-3 pt-3 md:grid-cols-2 xl:grid-cols-4">
      <ChoiceField
        label="Primary test"
        value={primary}
        options={testOptions(metric)}
        onValue={(value) => onDraft({ primary: value })}
        fault={faults.primary}
      />
      <ChoiceField
        label="Direction"
        value={direction}
        options={DIRECTION_OPTIONS}
        onValue={(value) => onDraft({ direction: value })}
        hint="less: of treatment than of control"
      />
      <ChoiceField
        label="Which way is good"
        value={better === usual ? '' : better}
        options={betterOptions}
        onValue={(value) => onDraft({ better: value })}
      />
      <TextField
        label="α, the chance of a false alarm"
        value={alpha}
        onValue={(value) => onDraft({ alpha: value })}
        inputMode="decimal"
        fault={faults.alpha}
      />
      <TextField
        label="Power"
        value={power}
        onValue={(value) => onDraft({ power: value })}
        inputMode="decimal"
        fault={faults.power}
      />
      <TextField
        label="Smallest effect of interest"
        value={effect}
        onValue={(value) => onDraft({ effect: value })}
        inputMode="decimal"
        placeholder="none"
        fault={faults.effect}
        hint={
          effectScale === 'ratio'
            ? 'treatment / control, such as 0.9'
            : 'in the unit of the metric; 0.05 is 5 points of success'
        }
      />
      <ChoiceField
        label="That effect is meant"
        value={effectScale}
        options={SCALE_OPTIONS}
        onValue={(value) => onDraft({ effectScale: value })}
      />
      <TextField
        label="Seed of everything random"
        value={seed}
        onValue={(value) => onDraft({ seed: value })}
        inputMode="numeric"
        fault={faults.seed}
      />
    </div>
  )
}
