import type { BarFill } from '@/lib/charts/bar-model'
import type { ComparedModel } from '@/lib/charts/compared-bars'
import type { TokenView, ViewDimension } from '@/lib/tokens/view-schema'
import { DIMENSION_WORDS } from '@/lib/tokens/words'

export const SERIES_FILLS: readonly BarFill[] = ['s1', 's2', 's3', 's4', 's5']

/** The series in their colours; what is not among them is one grey series. */
export function comparedModel(view: TokenView, by: ViewDimension): ComparedModel {
  const { others, hasUnnamed, window } = view
  const rest =
    others === 0
      ? []
      : [
          {
            key: 'others',
            label:
              others === 1 && hasUnnamed
                ? 'not recorded'
                : `other (${others === 1 ? `1 ${by}` : `${others} ${DIMENSION_WORDS[by].plural}`})`,
            fill: 's-other' as const,
          },
        ]
  return {
    series: [
      ...view.series.map(({ key, label }, index) => ({
        key: `is ${key}`,
        label,
        fill: SERIES_FILLS[index] ?? 's-other',
      })),
      ...rest,
    ],
    slots: view.days.map((day) => ({ ...day, filling: day.day === window.fillingDay })),
  }
}
