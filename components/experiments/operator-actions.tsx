'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { useToast } from '@/components/ui/toast'
import { declareFromHref } from '@/lib/experiments/declare-address'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { useRestoreExperiment, useWithdrawExperiment } from '@/lib/experiments/use-operator'
import { askedOf } from '@/lib/experiments/view'
import { paths } from '@/lib/paths'
import { ReasonDialog } from './reason-dialog'
import type { ExperimentPlace } from './use-experiment-place'

interface OperatorActionsProps {
  experiment: ExperimentDetail
  place: ExperimentPlace
}

/** What an operator may do: fix what the records define, change or withdraw what was fixed. */
export function OperatorActions({ experiment, place }: OperatorActionsProps) {
  const { id, declared } = experiment
  const { fleet, view } = place
  return (
    <span className="ml-auto flex flex-wrap items-center gap-1.5 pt-3">
      {declared ? (
        <>
          <Link href={paths.reviseExperiment(id, fleet)} prefetch={false} className={buttonClass({ size: 'sm' })}>
            Revise
          </Link>
          {experiment.withdrawn === null ? <Withdraw id={id} place={place} /> : <Restore id={id} place={place} />}
        </>
      ) : (
        <Link
          href={declareFromHref(id, askedOf(view), fleet)}
          prefetch={false}
          title="Fix arms, metric and test of this comparison"
          className={buttonClass({ size: 'sm' })}
        >
          Declare this one
        </Link>
      )}
    </span>
  )
}

const offIn = (fleet: ExperimentPlace['fleet']) => (fleet === 'sample' ? 'the sample cannot be changed' : null)

function Withdraw({ id, place: { fleet } }: { id: string; place: ExperimentPlace }) {
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const back = useRestoreExperiment(id, () => toast({ text: 'The experiment is in the list again' }))
  const { mutate, isPending, error, reset } = useWithdrawExperiment(id, () => {
    setAsking(false)
    toast({ text: 'The experiment is withdrawn', action: { label: 'Undo', run: () => back.mutate() } })
  })
  const open = (isOpen: boolean) => {
    reset()
    setAsking(isOpen)
  }
  return (
    <>
      <Button size="sm" disabledReason={offIn(fleet)} onClick={() => open(true)}>
        Withdraw…
      </Button>
      {asking ? (
        <ReasonDialog
          open
          onOpenChange={open}
          title="Withdraw this experiment"
          about="It leaves the list. Its page, versions and results stay readable, and it can be put back."
          keep="Keep it"
          submit="Withdraw the experiment"
          isPending={isPending}
          error={error}
          onReason={(reason) => mutate(reason)}
        />
      ) : null}
    </>
  )
}

function Restore({ id, place: { fleet } }: { id: string; place: ExperimentPlace }) {
  const toast = useToast()
  const { mutate, isPending } = useRestoreExperiment(id, () => toast({ text: 'The experiment is in the list again' }))
  return (
    <Button
      size="sm"
      disabledReason={offIn(fleet) ?? (isPending ? 'it has been asked for' : null)}
      onClick={() => mutate()}
    >
      Put it back
    </Button>
  )
}
