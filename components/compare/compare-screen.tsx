'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { SkeletonTable } from '@/components/ui/skeleton'
import { type CompareAddress, compareAddressOf, compareHref, swapped } from '@/lib/compare/address'
import { comparisonQuery } from '@/lib/compare/queries'
import type { CompareRunsInput, RunComparison } from '@/lib/compare/schema'
import { declareRunsHref } from '@/lib/experiments/declare-address'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { ChooseRuns } from './choose-runs'
import { DivergenceSection } from './divergence-section'
import { PairedPhasesSection } from './paired-phases-section'
import { SpecificationSection } from './specification-section'
import { TwoRuns } from './two-runs'
import { WaterfallSection } from './waterfall-section'

/** Two runs side by side. The address says which. */
export function CompareScreen({ fleet }: { fleet: Fleet }) {
  const params = useSearchParams()
  const address = compareAddressOf({ control: params.get('control'), treatment: params.get('treatment') })
  const { control, treatment } = address
  return (
    <Page
      title="Compare two runs"
      tabTitle="Compare"
      crumbs={[{ label: 'Runs', href: paths.runs(fleet) }]}
      actions={control === null || treatment === null ? null : <Actions address={address} fleet={fleet} />}
    >
      {control === null || treatment === null ? (
        <ChooseRuns address={address} fleet={fleet} />
      ) : (
        <Compared input={{ control, treatment }} fleet={fleet} />
      )}
    </Page>
  )
}

function Actions({ address, fleet }: { address: CompareAddress; fleet: Fleet }) {
  return (
    <>
      {address.control === null || address.treatment === null ? null : (
        <Link
          href={declareRunsHref(address.control, address.treatment, fleet)}
          prefetch={false}
          className={buttonClass({ size: 'sm' })}
        >
          Declare as experiment
        </Link>
      )}
      <Link href={compareHref(swapped(address), fleet)} prefetch={false} className={buttonClass({ size: 'sm' })}>
        Swap
      </Link>
      <Link href={paths.compare(fleet)} prefetch={false} className={buttonClass({ size: 'sm' })}>
        Other runs
      </Link>
    </>
  )
}

function Compared({ input, fleet }: { input: CompareRunsInput; fleet: Fleet }) {
  const { data, error, refetch } = useQuery(comparisonQuery(input, fleet))
  if (data) return <Sections comparison={data} fleet={fleet} />
  if (error) return <QueryError what="this comparison" error={error} onRetry={() => void refetch()} />
  return (
    <div className="pt-4">
      <SkeletonTable
        label="Two runs"
        columns={['', 'Control', 'Treatment', 'Difference'].map((header) => ({ header }))}
      />
    </div>
  )
}

function Sections({ comparison, fleet }: { comparison: RunComparison; fleet: Fleet }) {
  return (
    <>
      <TwoRuns comparison={comparison} fleet={fleet} />
      <SpecificationSection rows={comparison.specification} />
      <WaterfallSection waterfall={comparison.waterfall} />
      <PairedPhasesSection pairs={comparison.phases} />
      <DivergenceSection transcripts={comparison.transcripts} fleet={fleet} />
    </>
  )
}
