'use client'

import { useQuery } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useState } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { HostileText } from '@/components/ui/hostile-text'
import { Skeleton } from '@/components/ui/skeleton'
import { useToast } from '@/components/ui/toast'
import { type DeclareAddress, declareAddress } from '@/lib/experiments/declare-address'
import { type Draft, draftOf, draftOfRuns, EMPTY_DRAFT } from '@/lib/experiments/draft'
import { serverFaults } from '@/lib/experiments/draft-faults'
import { experimentQuery } from '@/lib/experiments/queries'
import { useDeclare } from '@/lib/experiments/use-operator'
import { ApiError } from '@/lib/http/api-client'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ExperimentForm } from './experiment-form'

/** The page on which an experiment is declared. The address may name what it starts from. */
export function DeclareScreen({ fleet }: { fleet: Fleet }) {
  const address = declareAddress(Object.fromEntries(useSearchParams()))
  return (
    <Page
      title="Declare an experiment"
      tabTitle="Declare an experiment"
      crumbs={[{ label: 'Experiments', href: paths.experiments(fleet) }]}
    >
      <p className="max-w-note pt-4 text-2">
        What is written here is fixed before results are shown. It can be changed later: as a new version beside this
        one, with a reason.
      </p>
      {address.from === null ? (
        <Declare start={startOf(address)} fleet={fleet} />
      ) : (
        <FromExperiment address={address} id={address.from} fleet={fleet} />
      )}
    </Page>
  )
}

const startOf = ({ control, treatment }: DeclareAddress): Draft =>
  control !== null && treatment !== null ? draftOfRuns(control, treatment) : EMPTY_DRAFT

/** Starts from what another experiment compares. */
function FromExperiment({ address, id, fleet }: { address: DeclareAddress; id: string; fleet: Fleet }) {
  const { asked } = address
  const { data, error, refetch } = useQuery({ ...experimentQuery(id, asked, fleet), refetchInterval: false })
  if (error && !data) return <QueryError what="this experiment" error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeleton className="mt-4 h-40 w-full" />
  return (
    <>
      <p className="max-w-note pt-2 text-2">
        Arms and metric are those of <HostileText text={data.name} max={120} />. Its results are known already: what is
        declared now is about results that are still to come, or it is exploratory.
      </p>
      <Declare start={draftOf(data.definition)} fleet={fleet} />
    </>
  )
}

function Declare({ start, fleet }: { start: Draft; fleet: Fleet }) {
  const router = useRouter()
  const toast = useToast()
  const [draft, setDraft] = useState(start)
  const { mutate, isPending, error, reset } = useDeclare(({ id }) => {
    toast({ text: 'The experiment is declared' })
    router.push(paths.experiment(id, 'own'))
  })
  const refused = error instanceof ApiError ? serverFaults(error.details) : {}
  return (
    <ExperimentForm
      draft={draft}
      onDraft={(next) => {
        if (error) reset()
        setDraft(next)
      }}
      refused={refused}
      submit="Declare this experiment"
      offReason={fleet === 'sample' ? 'the sample cannot be changed' : isPending ? 'it has been asked for' : null}
      onSubmit={(definition) => mutate(definition)}
      fleet={fleet}
    >
      {error && Object.keys(refused).length === 0 ? (
        <p role="alert" className="pt-3 text-bad">
          <HostileText text={error.message} />
        </p>
      ) : null}
    </ExperimentForm>
  )
}
