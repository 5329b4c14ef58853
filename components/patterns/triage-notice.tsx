'use client'

import { Button } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { ToneShape } from '@/components/ui/tone-shape'
import { triageStore } from './triage-store'
import { useTriage } from './use-move-pattern'

/** What was refused, where it was asked for: the rows on screen are then those of the server. */
export function TriageNotice() {
  const { notice } = useTriage()
  return (
    <div role="alert">
      {notice === null ? null : (
        <p className="flex flex-wrap items-center gap-2 py-2 text-13 text-warn">
          <ToneShape tone="warn" />
          <HostileText text={notice} max={300} />
          <Button size="sm" onClick={() => triageStore.set({ notice: null })}>
            Close
          </Button>
        </p>
      )}
    </div>
  )
}
