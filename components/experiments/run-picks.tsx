'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { runChoices } from '@/lib/experiments/choice-queries'
import type { ArmFieldsProps } from './arm-fields'
import { SuggestBox } from './suggest-box'

const SHOWN = 12

/** Runs by search, one after the other; those that were chosen can be taken out again. */
export function RunPicks({
  title,
  arm,
  onArm,
  fault,
  fleet,
  describedBy,
}: ArmFieldsProps & { describedBy?: string | undefined }) {
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const found = useQuery(runChoices(asked, fleet)).data ?? []
  const lower = title.toLowerCase()
  const more = arm.runs.length - SHOWN
  return (
    <>
      <SuggestBox
        caption="Add a run"
        label={`Add a run to ${lower}`}
        value={text}
        onValue={setText}
        onChoose={(run) => {
          setText('')
          onArm({ runs: [...new Set([...arm.runs, run])] })
        }}
        choices={found.filter(({ id }) => !arm.runs.includes(id))}
        placeholder="Name or id of a run"
        isFaulty={fault !== undefined}
        describedBy={describedBy}
      />
      {arm.runs.length > 0 ? (
        <ul aria-label={`Runs of ${lower}`} className="grid gap-0.5">
          {arm.runs.slice(0, SHOWN).map((run) => (
            <li key={run} className="flex min-w-0 items-center gap-1 text-12">
              <span className="min-w-0 flex-1">
                <MiddleTruncate text={run} max={44} copy={false} />
              </span>
              <IconButton
                icon="cross"
                size="sm"
                look="ghost"
                label={`Take ${run.slice(0, 80)} out of ${lower}`}
                onClick={() => onArm({ runs: arm.runs.filter((one) => one !== run) })}
              />
            </li>
          ))}
          {more > 0 ? <li className="text-12 text-3">and {more.toLocaleString('en-US')} more</li> : null}
        </ul>
      ) : null}
    </>
  )
}
