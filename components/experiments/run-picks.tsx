'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useState } from 'react'
import { IconButton } from '@/components/ui/button'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { fittingChoices, runChoices } from '@/lib/experiments/choice-queries'
import type { Fleet } from '@/lib/http/wire'
import { SuggestBox } from './suggest-box'

const SHOWN = 12

interface RunPicksProps {
  /** Of the arm. */
  title: string
  runs: readonly string[]
  onRuns: (runs: readonly string[]) => void
  fleet: Fleet
  fault: string | undefined
}

/** Runs by search, one after the other; those that were chosen can be taken out again. */
export function RunPicks({ title, runs, onRuns, fleet, fault }: RunPicksProps) {
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data = [], isPlaceholderData } = useQuery(runChoices(asked, fleet))
  const found = isPlaceholderData || asked !== text.trim() ? fittingChoices(data, text) : data
  const lower = title.toLowerCase()
  const more = runs.length - SHOWN
  return (
    <>
      <SuggestBox
        label="Add a run"
        of={lower}
        value={text}
        onValue={setText}
        onChoose={(run) => {
          setText('')
          onRuns([...new Set([...runs, run])])
        }}
        choices={found.filter(({ id }) => !runs.includes(id))}
        placeholder="Name or id of a run"
        fault={fault}
      />
      {runs.length > 0 ? (
        <ul aria-label={`Runs of ${lower}`} className="grid gap-0.5">
          {runs.slice(0, SHOWN).map((run) => (
            <li key={run} className="flex min-w-0 items-center gap-1 text-12">
              <span className="min-w-0 flex-1">
                <MiddleTruncate text={run} max={44} copy={false} />
              </span>
              <IconButton
                icon="cross"
                size="sm"
                look="ghost"
                label={`Take ${run.slice(0, 80)} out of ${lower}`}
                onClick={() => onRuns(runs.filter((one) => one !== run))}
              />
            </li>
          ))}
          {more > 0 ? <li className="text-12 text-3">and {more.toLocaleString('en-US')} more</li> : null}
        </ul>
      ) : null}
    </>
  )
}
