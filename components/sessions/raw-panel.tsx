'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { IconButton } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { RawRecordText } from '@/components/ui/raw-record'
import { Skeleton } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { useKeys } from '@/lib/keyboard/keyboard-provider'
import { rawQuery } from '@/lib/sessions/queries'

interface RawPanelProps {
  sessionId: string
  entryId: string
  fleet: Fleet
  onClose: () => void
}

/** The record as it stands in its file, beside the transcript. */
export function RawPanel({ sessionId, entryId, fleet, onClose }: RawPanelProps) {
  const { data, error, refetch } = useQuery(rawQuery(sessionId, entryId, fleet))
  const panel = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another entry takes the focus anew
  useEffect(() => {
    const before = document.activeElement
    panel.current?.focus({ preventScroll: true })
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [entryId])
  useKeys([{ id: 'close raw', keys: ['Escape'], label: 'Close the raw record', group: 'On this page', run: onClose }])
  return (
    <aside
      ref={panel}
      tabIndex={-1}
      aria-label="Raw record"
      className="layer-panel fixed inset-y-0 right-0 flex w-[min(560px,100vw)] flex-col border-line border-l bg-surface shadow-overlay outline-none"
    >
      <div className="flex h-12 flex-none items-center gap-2 border-line border-b px-4">
        <h2 className="font-semibold text-14">Raw record</h2>
        {data?.ref ? <HostileText text={data.ref} max={60} className="text-12 text-3" /> : null}
        <span className="ml-auto flex items-center gap-1">
          {data?.text ? <CopyButton text={data.text} label="Copy the raw record" /> : null}
          <IconButton icon="cross" label="Close" keys="esc" size="sm" onClick={onClose} />
        </span>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto px-4 py-3">
        {data ? (
          <RawRecordText raw={data} />
        ) : error ? (
          <QueryError what="the raw record" error={error} onRetry={() => void refetch()} />
        ) : (
          <span className="grid gap-2">
            <Skeleton className="w-full" />
            <Skeleton className="w-4/5" />
          </span>
        )}
      </div>
    </aside>
  )
}
