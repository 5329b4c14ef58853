import { FILL_BACKGROUND } from '@/components/charts/fills'
import { cx } from '@/components/ui/cx'
import { plainText } from '@/components/ui/visible-text'
import type { ComparedModel } from '@/lib/charts/compared-bars'
import { slotWords } from '@/lib/tokens/words'

interface DayDetailProps {
  model: ComparedModel
  index: number
  format: (value: number) => string
  tz: string
}

/** All digits of one day, the largest series first, with the day of the window before. */
export function DayDetail({ model, index, format, tz }: DayDetailProps) {
  const slot = model.slots[index]
  if (!slot) return null
  const rows = model.series
    .map((series, at) => ({ ...series, value: slot.values[at] ?? null }))
    .filter((row): row is typeof row & { value: number } => row.value !== null)
    .toSorted((a, b) => b.value - a.value)
  return (
    <>
      <span className="text-2">
        {slotWords(slot)} {slot.last.slice(0, 4)}, {tz}
        {slot.filling ? ', still filling' : ''}
      </span>
      {slot.total === null ? <span className="text-3">nothing recorded</span> : null}
      {rows.map(({ key, label, fill, value }) => (
        <span key={key} className="flex items-center gap-1.5">
          <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', FILL_BACKGROUND[fill])} />
          <bdi className="max-w-48 truncate">{plainText(label, 60)}</bdi>
          <span className="ml-auto pl-4">{format(value)}</span>
        </span>
      ))}
      {slot.total !== null ? (
        <span className="flex border-line border-t pt-1 font-semibold">
          All
          <span className="ml-auto pl-4">
            {slot.isLowerBound ? '≥ ' : ''}
            {format(slot.total)}
          </span>
        </span>
      ) : null}
      {slot.beforeDay ? (
        <span className="flex text-2">
          {slotWords({ day: slot.beforeDay, last: slot.beforeLast ?? slot.beforeDay })}
          <span className="ml-auto pl-4">{slot.before === null ? 'no record' : format(slot.before)}</span>
        </span>
      ) : null}
    </>
  )
}
