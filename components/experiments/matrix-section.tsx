'use client'

import { useRouter } from 'next/navigation'
import { type MouseEvent, memo, useMemo } from 'react'
import { cx } from '@/components/ui/cx'
import { Section } from '@/components/ui/section'
import { ToneShape } from '@/components/ui/tone-shape'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Matrix } from '@/lib/experiments/experiment-schema'
import { type GridCell, matrixGrid } from '@/lib/experiments/matrix-grid'
import { METRIC_WORDS, OUTCOME_WORDS, plural } from '@/lib/experiments/words'
import type { ExperimentPlace } from './use-experiment-place'

interface MatrixSectionProps {
  matrix: Matrix
  place: ExperimentPlace
}

/** Every configuration against every other. A cell leads to its own comparison. */
export function MatrixSection({ matrix, place }: MatrixSectionProps) {
  const { family, alpha, left, metric } = matrix
  return (
    <Section
      title="Every configuration against every other"
      meta={`${METRIC_WORDS[metric].label} of the row against the column; Holm over ${plural(family, 'test')}, α ${alpha}${left > 0 ? `; ${left} left out` : ''}`}
    >
      <p className="flex flex-wrap gap-x-4 gap-y-1 pb-2 text-12 text-2">
        {(['better', 'worse', 'cannot_tell'] as const).map((outcome) => (
          <span key={outcome} className="inline-flex items-center gap-1.5">
            <ToneShape tone={OUTCOME_WORDS[outcome].tone} />
            row is {OUTCOME_WORDS[outcome].label}
          </span>
        ))}
        <span className="text-3">a cell opens its comparison; whether its arms may be compared is checked there</span>
      </p>
      <Grid matrix={matrix} place={place} />
    </Section>
  )
}

interface GridProps {
  matrix: Matrix
  place: ExperimentPlace
}

const Grid = memo(function Grid({ matrix, place }: GridProps) {
  const router = useRouter()
  const grid = useMemo(() => matrixGrid(matrix), [matrix])
  // One handler for hundreds of links.
  const onClick = (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null
    if (!link || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    router.push(link.getAttribute('href') ?? '')
    window.scrollTo({ top: 0 })
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and a keyboard must reach that
    <section aria-label="Matrix" tabIndex={0} className="relative overflow-x-auto">
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside have keys of their own */}
      <table aria-label="Pairwise verdicts" className="border-separate border-spacing-0 text-12" onClick={onClick}>
        <thead>
          <tr>
            <td />
            {matrix.configurations.map((name, index) => (
              <th key={name} scope="col" title={plainText(name)} className="h-8 min-w-14 px-1 text-right text-2">
                <span aria-hidden="true">{index + 1}</span>
                <span className="sr-only">{plainText(middleTruncate(name, 40))}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {grid.map((cells, index) => (
            <tr key={cells[0]?.row ?? index}>
              <th
                scope="row"
                title={plainText(matrix.configurations[index] ?? '')}
                className="sticky left-0 max-w-60 truncate border-line border-t bg-surface pr-3 text-left font-normal"
              >
                <span className="inline-block min-w-6 text-3">{index + 1}</span>
                <bdi>{plainText(middleTruncate(matrix.configurations[index] ?? '', 32))}</bdi>
              </th>
              {cells.map((cell) => (
                <Cell key={cell.column} cell={cell} href={place.href({ control: cell.column, treatment: cell.row })} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
})

const CELL = 'h-7 border-line border-t px-1 text-right whitespace-nowrap'

function Cell({ cell, href }: { cell: GridCell; href: string }) {
  const { outcome, text, about, row, column } = cell
  if (outcome === null) return <td className={cx(CELL, 'bg-sunken')} />
  const { label, tone } = OUTCOME_WORDS[outcome]
  return (
    <td className={CELL}>
      <a
        href={href}
        title={plainText(`${row} against ${column}: ${label}; ${about}`)}
        className={cx(
          'inline-flex min-h-6 items-center justify-end gap-1 hover:underline',
          outcome === 'cannot_tell' ? 'text-3' : 'text-1',
        )}
      >
        <ToneShape tone={tone} className="size-2!" />
        {text}
        <span className="sr-only">, {label}</span>
      </a>
    </td>
  )
}
