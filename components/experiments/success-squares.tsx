'use client'

import { useCallback, useMemo } from 'react'
import { cx } from '@/components/ui/cx'
import { plainText } from '@/components/ui/visible-text'
import { type FullPair, SQUARE_KINDS, type SquareKind, squareOf } from '@/lib/experiments/pair-parts'
import { layoutSquares, type SquareGrid } from '@/lib/experiments/pair-picture'
import { formatInteger } from '@/lib/time/format-quantity'
import { WalkPicture } from './walk-picture'

const WORDS: Readonly<Record<SquareKind, string>> = {
  both: 'both',
  onlyTreatment: 'only treatment',
  onlyControl: 'only control',
  neither: 'neither',
}
const FILLS: Readonly<Record<SquareKind, string>> = {
  both: 'var(--s-other)',
  onlyTreatment: 'var(--s1)',
  onlyControl: 'var(--s2)',
  neither: 'none',
}
const LABEL_WIDTH = 120
const WIDE: { rows: number; size: number; gap: number } = { rows: 10, size: 7, gap: 2 }
/** From so many pairs on, squares are smaller. */
const MANY = 700
const DENSE = { rows: 20, size: 5, gap: 1 }

/** One square a pair; only pairs that disagree have a colour, since only they carry the test. */
export function SuccessSquares({ pairs }: { pairs: readonly FullPair[] }) {
  const groups = useMemo(() => {
    const by: Record<SquareKind, FullPair[]> = { both: [], onlyTreatment: [], onlyControl: [], neither: [] }
    for (const pair of pairs) by[squareOf(pair)].push(pair)
    return by
  }, [pairs])
  const form = pairs.length > MANY ? DENSE : WIDE
  return (
    <div className="flex flex-wrap gap-x-5 gap-y-4">
      {SQUARE_KINDS.map((kind) => (
        <Group key={kind} kind={kind} pairs={groups[kind]} form={form} />
      ))}
    </div>
  )
}

interface GroupProps {
  kind: SquareKind
  pairs: readonly FullPair[]
  form: typeof WIDE
}

function Group({ kind, pairs, form }: GroupProps) {
  const count = pairs.length
  const label = `${WORDS[kind]} ${formatInteger(count)}`
  const layoutAt = useCallback((width: number) => fittedSquares(count, form, width), [count, form])
  const widest = fittedSquares(count, form, Number.POSITIVE_INFINITY).width
  const caption = <figcaption className={cx('pt-1.5 text-12', count === 0 ? 'text-3' : 'text-2')}>{label}</figcaption>
  if (count === 0) return <figure className="m-0 self-end">{caption}</figure>
  return (
    <figure className="m-0 max-w-full" style={{ width: Math.max(widest, LABEL_WIDTH) }} data-squares={kind}>
      <WalkPicture
        name={`Pairs: ${label}`}
        step="pair"
        count={count}
        layoutAt={layoutAt}
        nearest={({ rows, step }, x, y) => {
          const at = Math.floor(x / step) * rows + Math.min(rows - 1, Math.floor(y / step))
          return at >= 0 && at < count ? at : null
        }}
        placeOf={({ rows, step }, index) => ({ x: Math.floor(index / rows) * step, y: (index % rows) * step })}
        about={(index) => <bdi className="wrap-anywhere">{plainText(pairs[index]?.key ?? '', 200)}</bdi>}
      >
        {(grid, _, hand) => <Squares kind={kind} grid={grid} hand={hand} />}
      </WalkPicture>
      {caption}
    </figure>
  )
}

/** Where the page is narrower than the columns need, there are more rows. */
function fittedSquares(count: number, form: typeof WIDE, width: number): SquareGrid {
  const columns = Math.max(1, Math.floor(width / (form.size + form.gap)))
  return layoutSquares(count, { ...form, rows: Math.max(form.rows, Math.ceil(count / columns)) })
}

interface SquaresProps {
  kind: SquareKind
  grid: SquareGrid
  hand: number | null
}

function Squares({ kind, grid: { path, width, height, rows, size, step }, hand }: SquaresProps) {
  return (
    <svg aria-hidden="true" width={width} height={height + 1} className="block">
      <path
        d={path}
        transform="translate(.5 .5)"
        fill={FILLS[kind]}
        stroke={kind === 'neither' ? 'var(--text-3)' : 'none'}
      />
      {hand === null ? null : (
        <rect
          x={Math.floor(hand / rows) * step - 0.5}
          y={(hand % rows) * step - 0.5}
          width={size + 2}
          height={size + 2}
          fill="none"
          stroke="var(--text)"
          strokeWidth={1.5}
        />
      )}
    </svg>
  )
}
