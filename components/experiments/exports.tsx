'use client'

import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { askedOf } from '@/lib/experiments/view'
import { paths } from '@/lib/paths'
import type { ExperimentPlace } from './use-experiment-place'

/** Most pairs of one file. */
const PAIRS_MAX = 500

interface ExportsProps {
  id: string
  place: ExperimentPlace
  /** On a phone they stand in the page, else in its header. */
  narrow?: boolean
}

/** The result to take along. Its stamp goes with it. */
export function Exports({ id, place: { fleet, view }, narrow = false }: ExportsProps) {
  const asked = askedOf(view)
  const files = [
    { label: 'Report', title: 'The report as Markdown', href: paths.api.experimentReport(id, fleet, asked) },
    {
      label: 'JSON',
      title: 'Everything of this page as JSON',
      href: paths.api.experiment(id, fleet, { ...asked, limit: PAIRS_MAX }),
    },
    {
      label: 'CSV',
      title: `Its pairs as CSV; at most ${PAIRS_MAX} a file`,
      href: paths.api.experiment(id, fleet, { ...asked, limit: PAIRS_MAX, format: 'csv' }),
    },
  ]
  return (
    <span className={cx('flex items-center gap-1.5', !narrow && 'max-md:hidden')}>
      {files.map(({ label, title, href }) => (
        <a key={label} href={href} download title={title} className={buttonClass({ size: 'sm' })}>
          {label}
        </a>
      ))}
    </span>
  )
}
