import type { ReactNode } from 'react'
import { Button } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'
import { Badge } from '@/components/ui/status'

interface ErrorStateProps {
  /** What failed, in a few words: "cannot read the runs". */
  title: string
  /** Why, and what still works. */
  children?: ReactNode
  onRetry?: (() => void) | undefined
  /** An id to quote. */
  requestId?: string | null | undefined
  actions?: ReactNode
}

/** Something could not be read. Stands where the data would; the rest of the page goes on. */
export function ErrorState({ title, children, onRetry, requestId, actions }: ErrorStateProps) {
  return (
    <div role="alert" className="grid max-w-[60ch] justify-items-start gap-2.5 pt-4 pb-5 text-13">
      <Badge tone="bad">{title}</Badge>
      {children ? <div className="grid gap-2">{children}</div> : null}
      <div className="flex flex-wrap items-center gap-2">
        {onRetry ? (
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        ) : null}
        {actions}
        {requestId ? (
          <span className="inline-flex items-center gap-1 text-12 text-3">
            request <code className="font-mono">{requestId}</code>
            <CopyButton text={requestId} label="Copy the request id" />
          </span>
        ) : null}
      </div>
    </div>
  )
}
