'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import type { ReactNode } from 'react'
import { Page } from '@/components/shell/page'
import { QueryError } from '@/components/shell/query-error'
import { buttonClass } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { SkeletonTable } from '@/components/ui/skeleton'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { isFiltered, parseTokensAddress, type TokensAddress, tokensHref, withoutFilters } from '@/lib/tokens/filters'
import { tokenViewQuery } from '@/lib/tokens/queries'
import type { TokenView } from '@/lib/tokens/view-schema'
import { DIMENSION_WORDS, spanWords } from '@/lib/tokens/words'
import { DroppedSection } from './dropped-section'
import { TokenChart } from './token-chart'
import { TokenSentence } from './token-sentence'
import { TokenTable } from './token-table'
import { TrustSection } from './trust-section'

interface TokensScreenProps {
  fleet: Fleet
  /** Sections between the spending and what is known of each source. */
  children?: ReactNode
}

/** The page of tokens. The address is its state. */
export function TokensScreen({ fleet, children }: TokensScreenProps) {
  const params = useSearchParams()
  const address = parseTokensAddress(
    Object.fromEntries(Array.from(params.keys(), (key) => [key, params.get(key) ?? undefined])),
  )
  const { data, error, refetch, isPlaceholderData } = useQuery(tokenViewQuery(address.input, fleet))
  const isEmpty = data !== undefined && !data.hasUsage
  return (
    <Page
      title="Tokens"
      tabTitle="Tokens"
      actions={
        <>
          <Link href={paths.budgets(fleet)} className={buttonClass({ size: 'sm' })}>
            Budgets
          </Link>
          <Link href={paths.prices(fleet)} className={buttonClass({ size: 'sm' })}>
            Prices
          </Link>
        </>
      }
    >
      <TokenSentence address={address} fleet={fleet} view={data} />
      {isEmpty ? (
        <NoUsage fleet={fleet} />
      ) : data ? (
        <div className={cx(isPlaceholderData && 'opacity-60')} aria-busy={isPlaceholderData || undefined}>
          <Shown view={data} address={address} fleet={fleet} />
        </div>
      ) : error ? (
        <QueryError what="the tokens" error={error} onRetry={() => void refetch()} />
      ) : (
        <Waiting address={address} />
      )}
      {isEmpty ? null : children}
      {isEmpty ? null : <TrustSection fleet={fleet} />}
    </Page>
  )
}

interface ShownProps {
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

function Shown({ view, address, fleet }: ShownProps) {
  if (view.rowsTotal === 0) return <NothingMatches view={view} address={address} fleet={fleet} />
  return (
    <>
      <TokenChart view={view} address={address} fleet={fleet} />
      <TokenTable view={view} address={address} fleet={fleet} />
      <DroppedSection view={view} address={address} fleet={fleet} />
    </>
  )
}

function NothingMatches({ view, address, fleet }: ShownProps) {
  const filtered = isFiltered(address.input)
  return (
    <EmptyState
      kind="nothing-matches"
      title={`No usage ${filtered ? 'matches ' : ''}on ${spanWords(view.window)}`}
      actions={
        filtered ? (
          <Link
            href={tokensHref(withoutFilters(address), fleet)}
            scroll={false}
            className={buttonClass({ size: 'sm' })}
          >
            Reset filters
          </Link>
        ) : null
      }
    >
      <p>Choose another window in the sentence above{filtered ? ', or remove a filter' : ''}.</p>
    </EmptyState>
  )
}

function NoUsage({ fleet }: { fleet: Fleet }) {
  return (
    <EmptyState
      kind="nothing-yet"
      title="No usage yet"
      actions={
        <Link href={paths.sources(fleet)} className={buttonClass({ size: 'sm' })}>
          Sources
        </Link>
      }
    >
      <p>Tokens and cost stand here once records with usage are imported or watched.</p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}

function Waiting({ address: { input } }: { address: TokensAddress }) {
  return (
    <>
      <div className="h-66" />
      <SkeletonTable
        label="Tokens"
        edge
        columns={[
          { header: DIMENSION_WORDS[input.by].head },
          ...['Tokens', 'Before', 'Change', 'Events', 'Cost'].map((header) => ({ header, numeric: true })),
        ]}
      />
    </>
  )
}
