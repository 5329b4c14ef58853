'use client'

import { useState } from 'react'
import { Section } from '@/components/ui/anchored-section'
import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { RelativeTime } from '@/components/ui/relative-time'
import { StatusMark } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import { changeWords, moveWords } from '@/lib/patterns/detail-words'
import type { LifeChangeWire, PatternDetail, PatternMoveWire } from '@/lib/patterns/schema'
import { useEditPattern } from '@/lib/patterns/use-pattern-detail'
import { PATTERN_STATE_WORDS, plural } from '@/lib/patterns/words'
import { useMovePattern } from './use-move-pattern'

const ROW = 'grid grid-cols-[112px_96px_minmax(0,1fr)] gap-x-3 border-line py-1.5 not-last:border-b max-md:grid-cols-2'
const WORDS = 'min-w-0 max-md:col-span-2'

interface HistoryProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** Every change of its state, newest first: what decided it, and who. */
export function HistorySection({ pattern, fleet }: HistoryProps) {
  const { history, moves, canUndo } = pattern
  const { offReason } = useMovePattern(fleet)
  const { mutate, error, isPending } = useEditPattern(pattern, fleet, () => {})
  const gone = moves.filter(({ refused }) => refused !== null)
  const owners = moves.filter(({ to }) => to === 'owner')
  return (
    <Section
      id="history"
      title="History"
      about="newest first"
      actions={
        <Button
          size="sm"
          look="ghost"
          disabledReason={
            offReason ??
            (canUndo ? (isPending ? 'it has been asked for' : null) : 'nothing was done that could be undone')
          }
          onClick={() => mutate({ kind: 'undo' })}
        >
          Undo the newest change
        </Button>
      }
    >
      {error ? (
        <p role="alert" className="pb-2 text-bad">
          <HostileText text={error.message} max={300} />
        </p>
      ) : null}
      <ul>
        {history.toReversed().map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two changes may be alike in everything else
          <Change key={`${history.length - index}`} change={change} />
        ))}
      </ul>
      {owners.length > 0 ? <Moves title={`${plural(owners.length, 'change')} of its owner`} moves={owners} /> : null}
      {gone.length > 0 ? <Moves title={`${plural(gone.length, 'move')} that no longer count`} moves={gone} /> : null}
    </Section>
  )
}

function Change({ change }: { change: LifeChangeWire }) {
  const { label, tone } = PATTERN_STATE_WORDS[change.to]
  return (
    <li className={ROW}>
      <StatusMark tone={tone}>{label}</StatusMark>
      <span className="text-12 text-2">
        <RelativeTime at={change.at} />
      </span>
      <span className={WORDS}>
        <HostileText text={changeWords(change)} max={400} />
      </span>
    </li>
  )
}

function Moves({ title, moves }: { title: string; moves: readonly PatternMoveWire[] }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="pt-2">
      <button
        type="button"
        aria-expanded={isOpen}
        className="text-12 text-accent hover:underline"
        onClick={() => setOpen(!isOpen)}
      >
        {title}
      </button>
      {isOpen ? (
        <ul>
          {moves.toReversed().map((move) => (
            <li key={move.id} className={ROW}>
              <span className="truncate text-12">
                <HostileText text={move.by} max={40} />
              </span>
              <span className="text-12 text-2">
                <RelativeTime at={move.at} />
              </span>
              <span className={WORDS}>
                <HostileText text={moveWords(move)} max={300} />
                {move.refused === null ? null : (
                  <span className="block text-12 text-3">
                    counts no more: <HostileText text={move.refused} max={300} />
                  </span>
                )}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  )
}
