'use client'

import { Button } from '@/components/ui/button'
import { EmptyState } from '@/components/ui/empty-state'
import { ErrorState } from '@/components/ui/error-state'
import { HostileText } from '@/components/ui/hostile-text'
import { ApiError, NetworkError } from '@/lib/http/api-client'

interface QueryErrorProps {
  /** What could not be read: "the runs". */
  what: string
  error: Error
  onRetry: () => void
}

/** A first load that failed. A refresh that fails keeps the last rows instead, and the header says how old they are. */
export function QueryError({ what, error, onRetry }: QueryErrorProps) {
  if (error instanceof NetworkError) {
    return (
      <ErrorState title="cannot reach the Pitwall server" onRetry={onRetry}>
        <p>
          {what[0]?.toUpperCase()}
          {what.slice(1)} cannot be read until it answers. Nothing is lost; this page keeps trying.
        </p>
      </ErrorState>
    )
  }
  if (error instanceof ApiError && error.code === 'not_found') {
    return (
      <EmptyState
        kind="nothing-yet"
        title={`Nothing to show for ${what}`}
        actions={
          <Button size="sm" onClick={onRetry}>
            Try again
          </Button>
        }
      >
        <HostileText text={error.message} />
      </EmptyState>
    )
  }
  return (
    <ErrorState
      title={`cannot read ${what}`}
      onRetry={onRetry}
      requestId={error instanceof ApiError ? error.requestId : null}
    >
      <p>
        <HostileText text={error.message} />
      </p>
    </ErrorState>
  )
}
