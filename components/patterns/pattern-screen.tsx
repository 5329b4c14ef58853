'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useEffect } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { CopyButton } from '@/components/ui/copy'
import { Skeleton } from '@/components/ui/skeleton'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { patternQuery } from '@/lib/patterns/detail-queries'
import { newer } from '@/lib/patterns/moves'
import type { PatternDetail } from '@/lib/patterns/schema'
import { MoveQuestion, PatternActions } from './pattern-actions'
import { PatternBody } from './pattern-body'
import { StateBadge } from './state-badge'
import { useTriage } from './use-move-pattern'
import { usePatternMoves } from './use-pattern-moves'

/** One pattern: the failure once, with its cost, its history and what was tried. */
export function PatternScreen({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(patternQuery(id, fleet))
  const { known } = useTriage()
  const pattern = data && newer(data, known.get(data.id))
  const moves = usePatternMoves(pattern, fleet)
  useNewAddress(id, data?.id, fleet)
  const title = titleText(pattern?.title ?? id)
  return (
    <Page
      tabTitle={middleTruncate(title, 40)}
      crumbs={[{ label: 'Patterns', href: paths.patterns(fleet) }]}
      title={
        <bdi className="block max-w-[56ch] truncate" title={plainText(pattern?.template ?? id)}>
          {title}
        </bdi>
      }
      meta={pattern ? <StateOf pattern={pattern} /> : null}
      actions={pattern ? <PatternActions moves={moves} className="flex-nowrap max-lg:hidden" /> : null}
    >
      {pattern ? (
        <>
          <PatternBody pattern={pattern} fleet={fleet} moves={moves} />
          <MoveQuestion pattern={pattern} moves={moves} />
        </>
      ) : error ? (
        <QueryError what="this pattern" error={error} onRetry={() => void refetch()} />
      ) : (
        <PatternSkeleton />
      )}
    </Page>
  )
}

/** A title without its masks: what is left tells it apart. */
const titleText = (title: string) => plainText(title.replaceAll('<*>', '…'), 160)

/** A template that grew has another fingerprint: the address follows, and says where one came from. */
function useNewAddress(id: string, now: string | undefined, fleet: Fleet) {
  const router = useRouter()
  const params = useSearchParams()
  const run = params.get('run')
  const isOld = now !== undefined && now !== id
  useEffect(() => {
    if (isOld) router.replace(paths.pattern(now, fleet, { was: id, run }), { scroll: false })
  }, [isOld, now, id, run, fleet, router])
}

function StateOf({ pattern }: { pattern: PatternDetail }) {
  return (
    <>
      <CopyButton text={pattern.id} label="Copy the id" />
      <StateBadge pattern={pattern} />
    </>
  )
}

/** The parts in their final places, without their contents. */
function PatternSkeleton() {
  return (
    <div aria-busy="true" className="grid gap-6 pt-4">
      <Skeleton className="h-12 w-full" />
      <div className="grid h-24 grid-cols-2 items-center gap-4 border-line border-b md:grid-cols-5">
        {['times', 'runs', 'open', 'minutes', 'tokens'].map((name) => (
          <Skeleton key={name} className="h-5 w-28" />
        ))}
      </div>
      {['one', 'two', 'three', 'four', 'five', 'six'].map((name) => (
        <Skeleton key={name} className="w-full" />
      ))}
    </div>
  )
}
