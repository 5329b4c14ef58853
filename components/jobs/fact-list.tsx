import type { ReactNode } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { NotRecorded } from '@/components/ui/num'
import { plainText } from '@/components/ui/visible-text'
import { dataFacts } from '@/lib/jobs/data-facts'

/** Label and value, side by side. */
export function FactList({ children }: { children: ReactNode }) {
  return (
    <dl className="grid grid-cols-[minmax(80px,max-content)_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5 md:gap-x-6">
      {children}
    </dl>
  )
}

export function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <>
      <dt className="max-w-28 text-12 text-2 leading-[18px] wrap-anywhere md:max-w-72">{label}</dt>
      <dd className="min-w-0 wrap-anywhere">{children}</dd>
    </>
  )
}

/** From start to end, with words for what is not recorded. */
export function Span({ from, to }: { from: string | null; to: string | null }) {
  if (from === null && to === null) return <NotRecorded reason="the source writes no times" words="not recorded" />
  return (
    <>
      {from === null ? (
        <NotRecorded reason="the source writes no start" words="no start recorded" />
      ) : (
        <Moment at={from} />
      )}
      {' to '}
      {to === null ? <NotRecorded reason="the source writes no end" words="no end recorded" /> : <Moment at={to} />}
    </>
  )
}

interface DataListProps {
  data: Readonly<Record<string, unknown>>
  /** What the rest is called, when it does not fit into lines. */
  restLabel?: string
}

const FACTS_MAX = 200

/** What a source records in its own words: a list of facts, and what does not fit into lines as it stands. */
export function DataList({ data, restLabel = 'The rest, as it stands' }: DataListProps) {
  const { facts, rest } = dataFacts(data)
  const shown = facts.slice(0, FACTS_MAX)
  const more = facts.slice(FACTS_MAX).map(({ key, text }) => [key, text])
  const hidden = { ...rest, ...Object.fromEntries(more) }
  return (
    <>
      {shown.length === 0 ? null : (
        <FactList>
          {shown.map(({ key, label, text }) => (
            <Fact key={key} label={plainText(label, 80)}>
              <HostileText text={text} max={300} />
            </Fact>
          ))}
        </FactList>
      )}
      {Object.keys(hidden).length === 0 ? null : <JsonDetails label={restLabel} value={hidden} />}
    </>
  )
}

/** Anything as JSON, shown on demand. */
export function JsonDetails({ label, value }: { label: string; value: unknown }) {
  return (
    <details className="mt-2">
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-accent hover:underline">{label}</summary>
      <div className="mt-2 max-w-full overflow-x-hidden rounded-md bg-sunken px-3 py-2.5">
        <HostileText text={JSON.stringify(value, null, 2) ?? ''} lines max={6_000} />
      </div>
    </details>
  )
}
