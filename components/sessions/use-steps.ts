'use client'

import type { MarkWire } from '@/lib/sessions/schema'
import { stepFrom } from '@/lib/sessions/step'
import type { Reader } from './use-reader'

type Failure = Pick<MarkWire, 'entryId' | 'index'>

/** Previous and next: over failures and over what was found, from where the reader is, and round at the ends. */
export function useSteps(reader: Reader, failures: readonly Failure[]) {
  const found = reader.found?.items ?? []
  const placeOf = (list: readonly Failure[]) => {
    const at = list.findIndex(({ entryId }) => entryId === reader.marked)
    return at === -1 ? null : at
  }
  return {
    failureAt: placeOf(failures),
    foundAt: placeOf(found),
    failure: (step: 1 | -1) => {
      const next = stepFrom(failures, reader.hand(), reader.here(), step)
      if (next) reader.jump(next.entryId, next.index)
    },
    find: (step: 1 | -1) => {
      const next = stepFrom(found, reader.hand(), reader.here(), step)
      if (!next) return
      reader.opened.set(next.entryId, true)
      reader.go(next.entryId, next.index)
    },
  }
}
export type Steps = ReturnType<typeof useSteps>
