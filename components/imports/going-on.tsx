'use client'

import { useQuery } from '@tanstack/react-query'
import { ImportProgressLine } from '@/components/imports/import-progress'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { StatusMark } from '@/components/ui/status'
import type { Fleet } from '@/lib/http/wire'
import { importListQuery, isGoingOn, sourcesQuery } from '@/lib/imports/queries'
import { isFirstRead, isLarge } from '@/lib/imports/watch-words'

interface GoingOnProps {
  fleet: Fleet
  /** The import that is shown elsewhere on the page. */
  except?: string | null
}

/** What is read right now and how far it is, first reads of watched folders among it. Draws nothing at rest. */
export function GoingOn({ fleet, except = null }: GoingOnProps) {
  const { data: imports } = useQuery(importListQuery(fleet, null))
  const { data: reply } = useQuery(sourcesQuery(fleet))
  const going = (imports?.items ?? []).filter((each) => isGoingOn(each) && isLarge(each))
  const shown = going.filter(({ id }) => id !== except)
  const isReading = going.some(({ requestedBy }) => requestedBy === 'watch')
  // The worker takes one folder after the other, so beside a running one the rest waits.
  const waiting = isReading ? [] : (reply?.sources ?? []).filter(isFirstRead)
  if (shown.length + waiting.length === 0) return null
  return (
    <Section title="Going on" count={shown.length + waiting.length}>
      {shown.map((each) => (
        <ImportProgressLine key={each.id} summary={each} />
      ))}
      {waiting.map(({ id, path }) => (
        <p key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1 py-2">
          <StatusMark tone="info" running>
            first read
          </StatusMark>
          <MiddleTruncate text={path} max={60} wraps className="min-w-0" />
          <span className="text-2">is being looked through</span>
        </p>
      ))}
    </Section>
  )
}
