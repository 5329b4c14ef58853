'use client'

import { useId } from 'react'
import type { Draft } from '@/lib/campaigns/draft'
import { FIELD_NAMES, fieldOf } from '@/lib/validity/fields'

interface VariedFieldProps {
  draft: Draft
  fault?: string | undefined
  onChange: (change: Partial<Draft>) => void
}

/** What is meant to differ between original and replay: everything else must be equal, or the pair is refused. */
export function VariedField({ draft: { varied, calibration }, fault, onChange }: VariedFieldProps) {
  const id = useId()
  return (
    <fieldset className="min-w-0" aria-describedby={fault ? `${id}fault` : undefined}>
      <legend className="pb-1 text-12 text-2">
        What is meant to differ <span className="text-3">· everything else must be equal</span>
      </legend>
      <div className="grid grid-cols-2 gap-x-4 gap-y-0.5 md:grid-cols-4">
        {FIELD_NAMES.map((name) => (
          <Tick
            key={name}
            label={fieldOf(name).label}
            title={fieldOf(name).about}
            isOn={!calibration && varied.includes(name)}
            onTick={(isOn) =>
              onChange({ calibration: false, varied: isOn ? [...varied, name] : varied.filter((one) => one !== name) })
            }
          />
        ))}
        <Tick
          label="Nothing: an A/A campaign"
          title="both runs of a pair are to be equal: how much better a plain rerun does"
          isOn={calibration}
          onTick={(isOn) => onChange({ calibration: isOn, varied: [] })}
        />
      </div>
      {fault ? (
        <p id={`${id}fault`} role="alert" className="pt-1 text-12 text-bad">
          {fault}
        </p>
      ) : null}
    </fieldset>
  )
}

interface TickProps {
  label: string
  title: string
  isOn: boolean
  onTick: (isOn: boolean) => void
}

function Tick({ label, title, isOn, onTick }: TickProps) {
  return (
    <label title={title} className="flex min-h-7 items-center gap-2 text-13">
      <input
        type="checkbox"
        checked={isOn}
        onChange={(event) => onTick(event.target.checked)}
        className="size-4 flex-none"
      />
      {label}
    </label>
  )
}
