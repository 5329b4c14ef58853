'use client'

import { useState } from 'react'
import { Button, IconButton } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import { useLive } from '@/lib/live/live-provider'
import type { PageState } from '@/lib/live/page-state'
import { ageText } from '@/lib/time/format'
import { useClockText } from '@/lib/time/page-clock'
import type { Tone } from '@/lib/tone'

const WORDS = {
  live: { tone: 'ok', word: 'Live', said: 'Live' },
  paused: { tone: 'idle', word: 'Paused', said: 'Paused' },
  reconnecting: { tone: 'warn', word: 'Reconnecting', said: 'Connection lost, showing the last data' },
  failing: { tone: 'bad', word: 'Failing', said: 'The server cannot refresh this page, showing the last data' },
  ended: { tone: 'idle', word: 'Ended', said: 'Ended, nothing more will change' },
  still: { tone: 'idle', word: 'Not polling', said: '' },
} as const satisfies Record<PageState['kind'], { tone: Tone; word: string; said: string }>

/** Only what needs someone is coloured. */
const TONE_TEXT_WHEN: Partial<Record<PageState['kind'], string>> = { reconnecting: 'text-warn', failing: 'text-bad' }

/** State and age of the data. The only thing on a page that ticks every second. */
function LiveAge({ state }: { state: PageState }) {
  const { kind, lastMs, nextTryMs } = state
  const text = useClockText((nowMs) => {
    const age = lastMs === null ? null : ageText(nowMs - lastMs)
    if (kind === 'reconnecting' || kind === 'failing') {
      const next = nextTryMs === null ? '' : ` · next try in ${ageText(nextTryMs - nowMs)}`
      return age ? `last data ${age} ago${next}` : `no data yet${next}`
    }
    if (age === null) return ''
    return kind === 'ended' ? `checked ${age} ago` : `updated ${age} ago`
  })
  return (
    <>
      <span className={cx(TONE_TEXT_WHEN[kind], (kind === 'live' || kind === 'ended') && 'max-lg:sr-only')}>
        {WORDS[kind].word}
      </span>
      {text ? <span className="max-lg:sr-only">· {text}</span> : null}
    </>
  )
}

/** One polite sentence when the state changes; the ticking age is never read out. */
function Announcement({ kind }: { kind: PageState['kind'] }) {
  const [said, setSaid] = useState('')
  const [last, setLast] = useState(kind)
  if (kind !== last) {
    setLast(kind)
    setSaid(last === 'still' ? '' : WORDS[kind].said)
  }
  return (
    <span aria-live="polite" className="sr-only">
      {said}
    </span>
  )
}

export function LiveStatus() {
  const { kind, lastMs, nextTryMs, paused, setPaused, refresh } = useLive()
  return (
    <div className="flex flex-none items-center gap-2 whitespace-nowrap text-12 text-3">
      {kind === 'still' ? null : (
        <span data-live={kind} className="flex items-center gap-[0.4em]">
          <ToneShape tone={WORDS[kind].tone} />
          <LiveAge state={{ kind, lastMs, nextTryMs }} />
        </span>
      )}
      <Announcement kind={kind} />
      <Button
        size="sm"
        aria-pressed={paused}
        title={paused ? 'Go on polling (p)' : 'Stop polling (p)'}
        className="max-md:hidden"
        icon={paused ? 'play' : 'pause'}
        onClick={() => setPaused(!paused)}
      >
        {paused ? 'Resume' : 'Pause'}
      </Button>
      <IconButton size="sm" icon="refresh" label="Refresh" keys="r" onClick={refresh} />
    </div>
  )
}
