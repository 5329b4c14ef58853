'use client'

import { useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { Badge } from '@/components/ui/status'
import type { RunDetail } from '@/lib/runs/schema'
import { formatInteger } from '@/lib/time/format-quantity'

const SHOWN_FIRST = 12

/** What the source said over time, from every copy that was imported. */
export function StateHistorySection({ run }: { run: RunDetail }) {
  const [all, setAll] = useState(false)
  const changes = all ? run.stateHistory : run.stateHistory.slice(0, SHOWN_FIRST)
  const late = run.stateHistory.filter((change) => change.afterFinal).length
  const about =
    late > 0 ? `newest first; ${formatInteger(late)} after a final state` : 'newest first, of run and phases'
  return (
    <Section id="states" title="State history" count={run.stateHistory.length} about={about}>
      {changes.length === 0 ? <p className="text-2">No state with a time is recorded.</p> : null}
      <ul>
        {changes.map((change) => (
          <li
            key={`${change.subjectId} ${change.at} ${change.to}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 border-line py-1.5 not-last:border-b"
          >
            <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
              {change.subject === 'run' ? 'run' : <MiddleTruncate text={change.subjectName} max={30} copy={false} />}
              <span className="text-3">
                {change.from === null ? null : <HostileText text={change.from} max={60} />} →
              </span>
              <HostileText text={change.to} max={60} />
              {change.afterFinal ? (
                <Badge tone="warn" title="a final state was replaced by another">
                  after the end
                </Badge>
              ) : null}
            </span>
            <span className="text-12 text-3">
              <Moment at={change.at} />
            </span>
          </li>
        ))}
      </ul>
      {changes.length < run.stateHistory.length ? (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show all {formatInteger(run.stateHistory.length)}
        </Button>
      ) : null}
    </Section>
  )
}
