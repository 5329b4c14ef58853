'use client'

import { Page } from '@/components/shell/page'
import { ErrorState } from '@/components/ui/error-state'

/** One page that could not be drawn; the shell around it goes on. The message may hold anything and is not shown. */
export default function ConsoleError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <Page title="Something went wrong" tabTitle="Something went wrong">
      <ErrorState title="this page could not be drawn" onRetry={reset} requestId={error.digest ?? null}>
        <p>
          No record was changed, and the other pages still work. The server’s log has the reason under the id below.
        </p>
      </ErrorState>
    </Page>
  )
}
