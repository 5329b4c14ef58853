'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { LongTextField } from '@/components/ui/form-fields'
import { Skeleton } from '@/components/ui/skeleton'
import { useToast } from '@/components/ui/toast'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { draftOf, readDraft } from '@/lib/experiments/draft'
import { serverFaults } from '@/lib/experiments/draft-faults'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { experimentQuery } from '@/lib/experiments/queries'
import { useRevise } from '@/lib/experiments/use-operator'
import { ApiError } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ExperimentForm } from './experiment-form'
import { NewerVersion } from './newer-version'
import { ResultsShown } from './results-shown'

const NOTHING_ASKED = { control: undefined, treatment: undefined, metric: undefined }

/** The page on which a declared experiment gets a new version. */
export function ReviseScreen({ id, fleet }: { id: string; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(experimentQuery(id, NOTHING_ASKED, fleet))
  const name = data?.name ?? id
  return (
    <Page
      title={
        <>
          Revise <bdi>{plainText(name, 120)}</bdi>
        </>
      }
      tabTitle={`Revise ${middleTruncate(plainText(name), 40)}`}
      crumbs={[{ label: 'Experiments', href: paths.experiments(fleet) }]}
    >
      {data ? (
        data.declared ? (
          <Revise experiment={data} fleet={fleet} onStale={() => void refetch()} />
        ) : (
          <p className="pt-4 text-2">
            The records define this experiment: nothing of it was declared that could change.
          </p>
        )
      ) : error ? (
        <QueryError what="this experiment" error={error} onRetry={() => void refetch()} />
      ) : (
        <Skeleton className="mt-4 h-40 w-full" />
      )}
    </Page>
  )
}

interface ReviseProps {
  experiment: ExperimentDetail
  fleet: Fleet
  /** The newest version is another than the one that is shown. */
  onStale: () => void
}

/** What was typed stays, whatever else is written in the meantime. */
function Revise({ experiment, fleet, onStale }: ReviseProps) {
  const { id, definition, version } = experiment
  const router = useRouter()
  const toast = useToast()
  const [draft, setDraft] = useState(() => draftOf(definition))
  const [expected, setExpected] = useState(version)
  const [reason, setReason] = useState('')
  const [isSent, setSent] = useState(false)
  const { mutate, isPending, error, reset } = useRevise(id, (done) => {
    toast({ text: `Version ${done.version} is written` })
    router.push(paths.experiment(id, fleet))
  })
  const refused = error instanceof ApiError ? serverFaults(error.details) : {}
  const isConflict = error instanceof ApiError && error.code === 'conflict'
  const isStale = version !== expected
  const off =
    fleet === 'sample'
      ? 'the sample cannot be changed'
      : isPending
        ? 'it has been asked for'
        : isStale
          ? `version ${version} was written in the meantime`
          : null
  return (
    <>
      <ResultsShown experiment={experiment} />
      {isStale ? (
        <NewerVersion
          experiment={experiment}
          mine={readDraft(draft).definition}
          onTake={() => {
            setDraft(draftOf(definition))
            setExpected(version)
          }}
          onKeep={() => setExpected(version)}
        />
      ) : null}
      <ExperimentForm
        draft={draft}
        onDraft={(next) => {
          if (error) reset()
          setDraft(next)
        }}
        refused={refused}
        submit={`Write version ${expected + 1}`}
        offReason={off}
        onSubmit={(next) => {
          setSent(true)
          if (reason.trim() === '') return
          const body = { definition: next, reason: reason.trim(), expectedVersion: expected }
          mutate(body, {
            onError: (failure) => failure instanceof ApiError && failure.code === 'conflict' && onStale(),
          })
        }}
        fleet={fleet}
      >
        <LongTextField
          label="Reason for this version"
          value={reason}
          onValue={setReason}
          rows={2}
          max={2_000}
          className="max-w-note pt-4"
          fault={isSent && reason.trim() === '' ? 'A reason is needed' : undefined}
        />
        {error && !isConflict && Object.keys(refused).length === 0 ? (
          <p role="alert" className="pt-3 text-bad">
            {plainText(error.message, 600)}
          </p>
        ) : null}
      </ExperimentForm>
    </>
  )
}
