'use client'

import { ProblemPage } from '@/components/shell/problem-page'
import { Button, buttonClass } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy'

/** A page that could not be drawn. The message of the error may hold anything and is not shown; its digest finds it in the log. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <ProblemPage
      title="This page could not be drawn"
      actions={
        <>
          <Button look="primary" onClick={reset}>
            Try again
          </Button>
          <a href="/" className={buttonClass()}>
            Overview
          </a>
          {error.digest ? (
            <span className="inline-flex items-center gap-1 text-12 text-3">
              error <code className="font-mono">{error.digest}</code>
              <CopyButton text={error.digest} label="Copy the error id" />
            </span>
          ) : null}
        </>
      }
    >
      <p>No record was changed. The server’s log says what went wrong, under the id below.</p>
      <p>
        If it happens again, run <code className="font-mono text-1">npx pitwall doctor</code>: it checks database,
        sources and disk.
      </p>
    </ProblemPage>
  )
}
