'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { useToast } from '@/components/ui/toast'
import { plainText } from '@/components/ui/visible-text'
import type { ArmChecks, ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { useOverride } from '@/lib/experiments/use-operator'
import { askedOf } from '@/lib/experiments/view'
import { plural } from '@/lib/experiments/words'
import { refuses } from '@/lib/validity/levels'
import { ReasonDialog } from './reason-dialog'
import type { ExperimentPlace } from './use-experiment-place'

const SHOWN = 8
const named = ({ name }: ArmChecks['checks'][number]) => plainText(name.replaceAll('_', ' '), 60)

interface OverrideProps {
  experiment: ExperimentDetail
  place: ExperimentPlace
}

/** Goes on in spite of the checks: with a reason, which stamps everything as exploratory. */
export function OverrideButton({ experiment: { id, validity }, place: { fleet, view } }: OverrideProps) {
  const toast = useToast()
  const [asking, setAsking] = useState(false)
  const { mutate, isPending, error, reset } = useOverride(id, ({ setAside }) => {
    setAsking(false)
    toast({ text: `${plural(setAside.length, 'check')} set aside; everything is exploratory now` })
  })
  const refusing = validity.checks.filter((each) => refuses(each, 'strict'))
  const final = refusing.filter((each) => each.final === true)
  const off =
    fleet === 'sample'
      ? 'the sample cannot be changed'
      : final.length > 0
        ? `no reason can set this aside: ${final.map(named).join(', ')}`
        : null
  const open = (isOpen: boolean) => {
    reset()
    setAsking(isOpen)
  }
  return (
    <>
      <Button disabledReason={off} onClick={() => open(true)}>
        Show the effect nevertheless…
      </Button>
      {final.length > 0 ? (
        <p className="text-12">No reason can set this aside: {final.map(named).join(', ')}.</p>
      ) : null}
      {asking ? (
        <ReasonDialog
          open
          onOpenChange={open}
          title="Show the effect nevertheless"
          about="The page, its report and every export then say that this is exploratory, with your reason. It can be withdrawn."
          keep="Keep it refused"
          submit="Show it as exploratory"
          isPending={isPending}
          error={error}
          onReason={(reason) => mutate({ reason, ...askedOf(view) })}
        >
          <div>
            <p className="text-12 text-2">Set aside, for every pair of runs that is refused now:</p>
            <ul className="grid gap-1 pt-1 text-13">
              {refusing.slice(0, SHOWN).map((check) => (
                <li key={check.name}>
                  <b className="font-semibold">{named(check)}</b>{' '}
                  <HostileText text={check.detail} max={160} className="text-2" />
                </li>
              ))}
              {refusing.length > SHOWN ? <li className="text-2">and {refusing.length - SHOWN} more</li> : null}
            </ul>
          </div>
        </ReasonDialog>
      ) : null}
    </>
  )
}
