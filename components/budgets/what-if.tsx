'use client'

import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { cx } from '@/components/ui/cx'
import { whatIfQuery } from '@/lib/budgets/queries'
import type { WhatIfInput } from '@/lib/budgets/schema'
import { whatIfWords } from '@/lib/budgets/words'
import type { Fleet } from '@/lib/http/wire'
import { OverTable } from './over-table'

const SHOWN = 5

interface WhatIfProps {
  input: Omit<WhatIfInput, 'tz'>
  fleet: Fleet
  many: string
}

/** What this cap would have stopped in the last 30 days, from the records. */
export function WhatIf({ input, fleet, many }: WhatIfProps) {
  const asked = useDeferredValue(input)
  const { data, error, refetch, isPlaceholderData } = useQuery(whatIfQuery(asked, fleet))
  if (error && !data)
    return <QueryError what="what it would have stopped" error={error} onRetry={() => void refetch()} />
  if (!data) return <p className="pt-3 text-3">Looking at the last 30 days …</p>
  const { items, counts, anchoredTo } = data
  return (
    <div aria-live="polite" aria-busy={isPlaceholderData} className={cx('pt-3', isPlaceholderData && 'opacity-60')}>
      <p data-what-if className="font-semibold">
        {whatIfWords(data)}
      </p>
      {anchoredTo === 'newest usage' ? (
        <p className="text-12 text-3">Nothing is newer than these days, so they end with the newest usage.</p>
      ) : null}
      {items.length > 0 ? (
        <div className="pt-2">
          <OverTable
            label="What the cap would have stopped"
            scope={data.scope}
            measure={data.measure}
            targets={items.slice(0, SHOWN)}
            fleet={fleet}
          />
          {counts.over > SHOWN ? (
            <p className="pt-1.5 text-12 text-3">
              The {SHOWN} {many} with most after it; <code className="font-mono">pitwall budgets what-if --json</code>{' '}
              has the first {items.length}.
            </p>
          ) : null}
        </div>
      ) : null}
    </div>
  )
}
