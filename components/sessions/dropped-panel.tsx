'use client'

import { useInfiniteQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '@/components/shell/query-error'
import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { Num } from '@/components/ui/num'
import { Skeleton } from '@/components/ui/skeleton'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { shortModel } from '@/lib/model/model-name'
import { paths } from '@/lib/paths'
import { RULE_WORDS, timeOf } from '@/lib/sessions/entry-words'
import { droppedQuery } from '@/lib/sessions/queries'
import type { DroppedWire } from '@/lib/sessions/schema'
import { formatInteger } from '@/lib/time/format-quantity'

interface DroppedPanelProps {
  sessionId: string
  fleet: Fleet
  open: boolean
  onOpenChange: (open: boolean) => void
  onJump: (entryId: string) => void
}

/** Responses written here that count in another session: what stands here beside what was kept. */
export function DroppedPanel({ sessionId, fleet, open, onOpenChange, onJump }: DroppedPanelProps) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Counted in another session"
      about="Each of these responses was paid once. It counts where it was written first; the copy here is left out of every sum."
      className="w-[min(760px,calc(100vw-24px))]!"
    >
      {open ? <DroppedList sessionId={sessionId} fleet={fleet} onJump={onJump} /> : null}
    </Dialog>
  )
}

function DroppedList({ sessionId, fleet, onJump }: Pick<DroppedPanelProps, 'sessionId' | 'fleet' | 'onJump'>) {
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    droppedQuery(sessionId, fleet),
  )
  if (!data) {
    return (
      <div className="px-4 pb-4">
        {error ? (
          <QueryError what="these responses" error={error} onRetry={() => void refetch()} />
        ) : (
          <Skeleton className="w-60" />
        )}
      </div>
    )
  }
  const items = data.pages.flatMap((page) => page.items)
  return (
    <div className="px-4 pb-4">
      <ul className="grid">
        {items.map((item) => (
          <DroppedRow key={item.eventId} item={item} fleet={fleet} onJump={onJump} />
        ))}
      </ul>
      {hasNextPage ? (
        <Button size="sm" onClick={() => void fetchNextPage()} disabledReason={isFetchingNextPage ? 'loading' : null}>
          Show more
        </Button>
      ) : null}
    </div>
  )
}

function DroppedRow({ item, fleet, onJump }: { item: DroppedWire; fleet: Fleet; onJump: (entryId: string) => void }) {
  const { kept, entryId } = item
  return (
    <li className="grid grid-cols-[64px_minmax(0,1fr)_minmax(0,1fr)] items-start gap-x-3 border-line border-t py-2 text-13">
      <span className="text-12 text-3 leading-[18px]">{timeOf(item.at)}</span>
      <span className="grid gap-0.5">
        <span>
          <span className="text-3">here </span>
          <Num value={item.usage.total} reason="no tokens recorded" />
          <span className="text-3">
            {' '}
            in {formatInteger(item.lines)} {item.lines === 1 ? 'line' : 'lines'}, adding up to{' '}
            <Num value={item.writtenTokens} />
          </span>
        </span>
        <span className="text-12 text-3">
          {plainText(shortModel(item.model ?? 'no model recorded'), 40)} ·{' '}
          {plainText(RULE_WORDS[item.rule] ?? item.rule, 80)}
        </span>
        {entryId === null ? null : (
          <button type="button" className="w-fit text-12 text-accent hover:underline" onClick={() => onJump(entryId)}>
            Show it here
          </button>
        )}
      </span>
      <span className="grid gap-0.5">
        <span>
          <span className="text-3">kept </span>
          <Num
            value={kept.usage.total}
            lowerBound={kept.usage.lowerBound.length > 0}
            reason="the response it belongs to is not there"
          />
        </span>
        <span className="truncate text-12 text-3">
          {plainText(kept.sessionName ?? kept.sessionId ?? 'no session', 80)}
        </span>
        {kept.sessionId === null ? null : (
          <Link
            href={paths.session(kept.sessionId, fleet, { entry: kept.entryId })}
            prefetch={false}
            target="_blank"
            rel="noopener"
            className="w-fit text-12 text-accent hover:underline"
          >
            Open the kept one beside
          </Link>
        )}
      </span>
    </li>
  )
}
