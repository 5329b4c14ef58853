'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { Section } from '@/components/ui/section'
import { useToast } from '@/components/ui/toast'
import { type Draft, EMPTY_DRAFT, readDraft } from '@/lib/campaigns/draft'
import { CAMPAIGN_METRICS, type CampaignPlan } from '@/lib/campaigns/schema'
import { useCreateCampaign } from '@/lib/campaigns/use-create-campaign'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { AreaField, ChoiceField, TextField } from './form-fields'
import { VariedField } from './varied-field'

const SCALES = ['difference', 'ratio'] as const

/** What is fixed before the first replay. Faults are told once it was tried. */
export function CampaignForm({ plan, fleet }: { plan: CampaignPlan; fleet: Fleet }) {
  const router = useRouter()
  const toast = useToast()
  const [draft, setDraft] = useState<Draft>(EMPTY_DRAFT)
  const [wasTried, setTried] = useState(false)
  const { mutate, isPending, error } = useCreateCampaign((made) => {
    toast({ text: 'The campaign is made; its manifest is ready' })
    router.push(paths.campaign(made.id, fleet))
  })
  const read = readDraft(draft)
  const faults = wasTried && 'faults' in read ? read.faults : {}
  const set = (change: Partial<Draft>) => setDraft({ ...draft, ...change })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!('settings' in read) || isPending || off !== null) return
    mutate({ ...read.settings, filter: plan.filter, expectedPlan: plan.planHash })
  }
  const off = fleet === 'sample' ? 'the sample cannot be changed' : plan.refusal
  return (
    <Section title="What varies" meta="fixed when the campaign is made; Pitwall starts nothing">
      <form onSubmit={submit} noValidate aria-label="New campaign" className="grid max-w-note gap-4 pb-2">
        <TextField label="Name" value={draft.name} max={300} fault={faults.name} onValue={(name) => set({ name })} />
        <VariedField draft={draft} fault={faults.varied} onChange={set} />
        <AreaField
          label="What the orchestrator is to set"
          hint="one NAME=VALUE a line; handed on in the manifest as it stands"
          value={draft.values}
          fault={faults.values}
          onValue={(values) => set({ values })}
        />
        <div className="grid grid-cols-2 gap-4 md:grid-cols-4">
          <ChoiceField
            label="Metric"
            {...(draft.metric === 'success' && !draft.calibration ? { hint: 'can only rise' } : {})}
            value={draft.metric}
            options={CAMPAIGN_METRICS}
            onValue={(metric) => set({ metric })}
          />
          <TextField
            label="Smallest effect"
            hint="if declared"
            value={draft.effect}
            fault={faults.effect}
            onValue={(effect) => set({ effect })}
          />
          <ChoiceField label="As a" value={draft.scale} options={SCALES} onValue={(scale) => set({ scale })} />
          <TextField
            label="Runs of a batch"
            value={draft.batchSize}
            fault={faults.batchSize}
            onValue={(batchSize) => set({ batchSize })}
          />
        </div>
        <TextField label="Note" value={draft.note} max={4_000} onValue={(note) => set({ note })} />
        <p className="text-12 text-2">
          These runs are chosen because they failed: success can only rise, and a plain rerun would do better, too. An
          A/A campaign of runs chosen in the same way measures how much.
        </p>
        <div className="flex flex-wrap items-center gap-3">
          <Button type="submit" look="primary" disabledReason={isPending ? 'it has been asked for' : off}>
            Make the campaign
          </Button>
          {off === null ? null : <span className="text-13 text-2">{off}</span>}
        </div>
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
      </form>
    </Section>
  )
}
