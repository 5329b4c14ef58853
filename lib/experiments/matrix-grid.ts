import type { Outcome } from './analysis-schema'
import type { Matrix, MatrixCell } from './experiment-schema'
import { effectText, pText, tickEffect } from './number-words'

/** One configuration held against another, seen from the row. */
export interface GridCell {
  row: string
  column: string
  /** Of the row against the column, after Holm; null of a configuration against itself. */
  outcome: Outcome | null
  /** The estimate, row against column. */
  text: string
  about: string
  cell: MatrixCell | null
}

const TURNED: Readonly<Record<Outcome, Outcome>> = { better: 'worse', worse: 'better', cannot_tell: 'cannot_tell' }

/** The matrix as rows of cells: each comparison stands there twice, once from each side. */
export function matrixGrid({ configurations, cells, metric }: Matrix): GridCell[][] {
  const byPair = new Map(cells.map((cell) => [JSON.stringify([cell.treatment, cell.control]), cell]))
  return configurations.map((row) =>
    configurations.map((column) => {
      const straight = byPair.get(JSON.stringify([row, column]))
      const turned = byPair.get(JSON.stringify([column, row]))
      const cell = straight ?? turned
      if (row === column || !cell) return { row, column, outcome: null, text: '', about: '', cell: null }
      const estimate = seenFrom(cell, straight !== undefined)
      return {
        ...{ row, column, cell },
        outcome: straight ? cell.outcome : TURNED[cell.outcome],
        text: estimate === null ? '–' : tickEffect(metric, cell.scale, estimate),
        about: aboutCell(cell, estimate === null ? 'no estimate' : effectText(metric, cell.scale, estimate)),
      }
    }),
  )
}

function seenFrom({ estimate, scale }: MatrixCell, isStraight: boolean): number | null {
  if (estimate === null || isStraight) return estimate
  return scale === 'ratio' ? 1 / estimate : estimate === 0 ? 0 : -estimate
}

function aboutCell({ n, p, holmP, why, test }: MatrixCell, estimate: string): string {
  const found = p === null ? 'no test' : `p ${pText(p)}, after Holm ${holmP === null ? 'none' : pText(holmP)} (${test})`
  return [`${estimate} on ${n.toLocaleString('en-US')} pairs`, found, ...(why === null ? [] : [why])].join('; ')
}
