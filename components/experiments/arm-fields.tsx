'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { TextField } from '@/components/ui/form-fields'
import { Segmented } from '@/components/ui/segmented'
import { configurationChoices, fittingChoices, jobChoices } from '@/lib/experiments/choice-queries'
import { ARM_KINDS, type ArmDraft } from '@/lib/experiments/draft'
import type { Fleet } from '@/lib/http/wire'
import { RunPicks } from './run-picks'
import { SuggestBox } from './suggest-box'

const KINDS = ARM_KINDS.map((value) => ({ value, label: value }))

interface ArmFieldsProps {
  /** "Control". */
  title: string
  arm: ArmDraft
  onArm: (next: Partial<ArmDraft>) => void
  fault: string | undefined
  fleet: Fleet
}

/** One arm: of which kind, and which of what is recorded. */
export function ArmFields(props: ArmFieldsProps) {
  const { title, arm, onArm, fault, fleet } = props
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1.5 font-semibold text-13">{title}</legend>
      <div className="grid gap-2">
        <div className="flex">
          <Segmented label={`${title} is chosen by`} value={arm.by} options={KINDS} onChange={(by) => onArm({ by })} />
        </div>
        {arm.by === 'runs' ? (
          <RunPicks title={title} runs={arm.runs} onRuns={(runs) => onArm({ runs })} fleet={fleet} fault={fault} />
        ) : arm.by === 'tag' ? (
          <TextField
            label="Tag of its runs"
            of={title.toLowerCase()}
            value={arm.tag}
            onValue={(tag) => onArm({ tag })}
            fault={fault}
            hint="as it stands among the tags of the run’s own record"
          />
        ) : (
          <TableFields {...props} />
        )}
      </div>
    </fieldset>
  )
}

/** A job, and one of its configurations. */
function TableFields({ title, arm, onArm, fault, fleet }: ArmFieldsProps) {
  const asked = useDeferredValue(arm.jobId.trim())
  const { data: jobs = [], isPlaceholderData } = useQuery(jobChoices(asked, fleet))
  const isOld = isPlaceholderData || asked !== arm.jobId.trim()
  // Only of a job that is there: what is still being typed names none.
  const jobId = jobs.some(({ id }) => id === asked) ? asked : ''
  const found = useQuery(configurationChoices(jobId, fleet)).data ?? []
  const isWhole = found.some(({ id }) => id === arm.configuration)
  const fitting = isWhole ? found : fittingChoices(found, arm.configuration)
  const lower = title.toLowerCase()
  return (
    <>
      <SuggestBox
        label="Job"
        of={lower}
        value={arm.jobId}
        onValue={(text) => onArm({ jobId: text })}
        onChoose={(id) => onArm({ jobId: id })}
        choices={isOld ? fittingChoices(jobs, arm.jobId) : jobs}
        placeholder="Name or id"
        fault={arm.by === 'job' ? fault : undefined}
      />
      {arm.by === 'configuration' ? (
        <SuggestBox
          label="Configuration"
          of={lower}
          value={arm.configuration}
          onValue={(configuration) => onArm({ configuration })}
          onChoose={(configuration) => onArm({ configuration })}
          choices={fitting}
          placeholder={found.length > 0 ? `One of ${found.length}` : 'Its name'}
          fault={fault}
        />
      ) : null}
      <TextField label="Split" of={lower} value={arm.split} onValue={(split) => onArm({ split })} placeholder="all" />
    </>
  )
}
