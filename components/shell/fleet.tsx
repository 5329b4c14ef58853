'use client'

import Link from 'next/link'
import { usePathname, useSearchParams } from 'next/navigation'
import { createContext, type ReactNode, useContext } from 'react'
import { pageInFleet } from '@/components/shell/pages'
import { Command } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import { Fleet } from '@/lib/http/wire'

const DefaultFleet = createContext<Fleet>('own')

export function DefaultFleetProvider({ fleet, children }: { fleet: Fleet; children: ReactNode }) {
  return <DefaultFleet value={fleet}>{children}</DefaultFleet>
}

/** The fleet this page shows: the address says so, else the server's default. */
export function useFleet(): Fleet {
  const fallback = useContext(DefaultFleet)
  const named = Fleet.safeParse(useSearchParams().get('fleet'))
  return named.success ? named.data : fallback
}

const CHOICES = [
  { fleet: 'own', label: 'Own data' },
  { fleet: 'sample', label: 'Sample' },
] as const

export function FleetSwitch({ className }: { className?: string }) {
  const fleet = useFleet()
  const pathname = usePathname()
  return (
    <nav
      aria-label="Fleet"
      className={cx('inline-flex h-7 flex-none overflow-hidden rounded-md border border-line', className)}
    >
      {CHOICES.map((choice) => (
        <Link
          key={choice.fleet}
          href={pageInFleet(pathname, choice.fleet)}
          aria-current={fleet === choice.fleet ? 'true' : undefined}
          className={cx(
            'inline-flex items-center whitespace-nowrap border-line px-2.5 text-12 not-first:border-l focus-visible:outline-offset-[-2px]',
            fleet === choice.fleet ? 'bg-selected font-semibold text-1' : 'text-2 hover:bg-hover',
          )}
        >
          {choice.label}
        </Link>
      ))}
    </nav>
  )
}

/** Stands on every page while generated data is shown. */
export function SampleBanner() {
  if (useFleet() !== 'sample') return null
  return (
    <aside
      aria-label="Sample fleet"
      className="page-x flex flex-wrap items-center gap-x-3 gap-y-1 border-line border-b bg-info-tint py-1.5 text-12"
    >
      <span className="flex items-center gap-1.5">
        <ToneShape tone="info" />
        <span>
          <b>Sample fleet:</b> generated data, nothing here happened.
        </span>
      </span>
      <span className="flex flex-wrap items-center gap-x-2 gap-y-1 text-2">
        See your own runs: <Command>npx pitwall import PATH</Command>
      </span>
    </aside>
  )
}
