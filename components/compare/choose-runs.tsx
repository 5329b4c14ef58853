'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useDeferredValue, useId, useState } from 'react'
import { QueryError } from '@/components/shell/query-error'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { Skeleton } from '@/components/ui/skeleton'
import { StatusMark } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import { type CompareAddress, compareHref, SIDES, type Side } from '@/lib/compare/address'
import { runChoiceQuery } from '@/lib/compare/queries'
import { SIDE_WORDS } from '@/lib/compare/words'
import type { Fleet } from '@/lib/http/wire'
import type { RunSummary } from '@/lib/runs/schema'
import { STATUS_WORDS } from '@/lib/runs/status'

interface ChooseProps {
  address: CompareAddress
  fleet: Fleet
}

/** Both sides are chosen by search; the address carries the choice. */
export function ChooseRuns({ address, fleet }: ChooseProps) {
  return (
    <>
      <p className="max-w-note pt-4 text-2">
        Choose two runs: the control is what was there before, the treatment is what was tried. The address of this page
        holds both, so it can be sent on; “Compare with…” on the page of a run fills in the first.
      </p>
      <div className="grid grid-cols-1 gap-x-8 md:grid-cols-2">
        {SIDES.map((side) => (
          <ChooseSide key={side} side={side} address={address} fleet={fleet} />
        ))}
      </div>
    </>
  )
}

function ChooseSide({ side, address, fleet }: ChooseProps & { side: Side }) {
  const chosen = address[side]
  return (
    <Section title={SIDE_WORDS[side]}>
      {chosen === null ? (
        <FindRun side={side} address={address} fleet={fleet} />
      ) : (
        <p className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-1">
          <MiddleTruncate text={chosen} max={40} wraps />
          <Link
            href={compareHref({ ...address, [side]: null }, fleet)}
            prefetch={false}
            className="text-accent hover:underline"
          >
            Choose another<span className="sr-only"> {side}</span>
          </Link>
        </p>
      )}
    </Section>
  )
}

function FindRun({ side, address, fleet }: ChooseProps & { side: Side }) {
  const id = useId()
  const [text, setText] = useState('')
  const asked = useDeferredValue(text.trim())
  const { data, error, refetch } = useQuery(runChoiceQuery(asked, fleet))
  return (
    <>
      <label htmlFor={id} className="mb-1 block text-12 text-2">
        Name or id of the {side}
      </label>
      <input
        id={id}
        type="search"
        value={text}
        maxLength={300}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        className="h-8 w-full rounded-md border border-line-strong bg-surface px-2 text-1 focus-visible:outline-2 focus-visible:outline-accent md:h-7"
      />
      <div aria-live="polite" className="pt-2 text-12 text-3">
        {data
          ? data.items.length === 0
            ? 'No run has this in its name or id.'
            : asked === ''
              ? 'The newest runs'
              : 'Found'
          : null}
      </div>
      {data ? (
        <ul>
          {data.items.map((run) => (
            <Choice key={run.id} run={run} href={compareHref({ ...address, [side]: run.id }, fleet)} side={side} />
          ))}
        </ul>
      ) : error ? (
        <QueryError what="the runs" error={error} onRetry={() => void refetch()} />
      ) : (
        <div aria-busy="true" className="grid gap-3 pt-2">
          <Skeleton className="w-full" />
          <Skeleton className="w-full" />
        </div>
      )}
    </>
  )
}

function Choice({ run, href, side }: { run: RunSummary; href: string; side: Side }) {
  const { label, tone } = STATUS_WORDS[run.statusDerived]
  return (
    <li className="border-line border-b last:border-b-0">
      <Link
        href={href}
        prefetch={false}
        className="flex min-h-8 min-w-0 items-center gap-3 py-1 hover:bg-hover focus-visible:outline-offset-[-2px]"
      >
        <span className="sr-only">As {side}: </span>
        <bdi className="min-w-0 flex-1 truncate" title={plainText(run.id)}>
          {plainText(run.name ?? run.nativeId, 160)}
        </bdi>
        <StatusMark tone={tone}>{label}</StatusMark>
        <span className="flex-none text-12 text-3">{run.system}</span>
      </Link>
    </li>
  )
}
