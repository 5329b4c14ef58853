'use client'

import { Button } from '@/components/ui/button'
import { Dialog } from '@/components/ui/dialog'
import { HostileText } from '@/components/ui/hostile-text'
import { useToast } from '@/components/ui/toast'
import type { SourceWire } from '@/lib/imports/schema'
import { useRemoveSource } from '@/lib/imports/use-sources'

interface RemoveSourceDialogProps {
  source: SourceWire
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Asked before a watch ends for good; says what stays. */
export function RemoveSourceDialog({ source, open, onOpenChange }: RemoveSourceDialogProps) {
  const toast = useToast()
  const { mutate, isPending, error } = useRemoveSource(() => {
    onOpenChange(false)
    toast({ text: 'No longer watched; its records stay' })
  })
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Stop watching this folder"
      about="Everything read from it stays, with its receipts. Nothing in the folder is touched. What is written there later is not read."
    >
      <div className="grid gap-3 px-4 pb-4">
        <p className="font-mono text-12 wrap-anywhere">
          <HostileText text={source.path} max={1_000} />
        </p>
        {error ? (
          <p role="alert" className="text-bad">
            <HostileText text={error.message} />
          </p>
        ) : null}
        <div className="flex justify-end gap-2">
          <Button onClick={() => onOpenChange(false)}>Keep watching</Button>
          <Button
            look="danger"
            disabledReason={isPending ? 'it has been asked for' : null}
            onClick={() => mutate(source.id)}
          >
            Stop watching
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
