'use client'

import { useState } from 'react'
import { RemoveSourceDialog } from '@/components/imports/remove-source-dialog'
import { Button, IconButton } from '@/components/ui/button'
import { HostileText } from '@/components/ui/hostile-text'
import { Menu } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import { plainText } from '@/components/ui/visible-text'
import { fileName } from '@/lib/imports/import-words'
import type { SourceWire } from '@/lib/imports/schema'
import { useChangeSource, useSyncSource } from '@/lib/imports/use-sources'

interface WatchedActionsProps {
  source: SourceWire
  /** Why no source can be read now, or null. Pausing and removing are always possible. */
  disabledReason: string | null
}

/** Pause or resume, check now, remove. */
export function WatchedActions({ source, disabledReason }: WatchedActionsProps) {
  const [removing, setRemoving] = useState(false)
  const toast = useToast()
  const change = useChangeSource()
  const sync = useSyncSource(() => toast({ text: `Asked to check ${fileName(source.path)}; its receipt follows` }))
  const isPaused = source.state === 'paused'
  const error = change.error ?? sync.error
  const name = plainText(source.path, 200)
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-1">
      {error ? (
        <span role="alert" className="whitespace-normal text-12 text-bad">
          <HostileText text={error.message} />
        </span>
      ) : null}
      <Button
        size="sm"
        icon={isPaused ? 'play' : 'pause'}
        aria-label={`${isPaused ? 'Resume' : 'Pause'} ${name}`}
        disabledReason={change.isPending ? 'it has been asked for' : isPaused ? disabledReason : null}
        onClick={() => change.mutate({ id: source.id, state: isPaused ? 'watching' : 'paused' })}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <Menu
        trigger={<IconButton size="sm" look="ghost" icon="dots" label={`More for ${name}`} />}
        entries={[
          { label: 'Check now', icon: 'refresh', disabledReason, onSelect: () => sync.mutate(source.id) },
          { label: 'Remove …', icon: 'cross', onSelect: () => setRemoving(true) },
        ]}
      />
      <RemoveSourceDialog source={source} open={removing} onOpenChange={setRemoving} />
    </span>
  )
}
