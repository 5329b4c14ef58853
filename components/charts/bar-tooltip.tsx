import { FILL_BACKGROUND } from '@/components/charts/fills'
import { cx } from '@/components/ui/cx'
import { ToneShape } from '@/components/ui/tone-shape'
import type { BarModel } from '@/lib/charts/bar-model'
import { formatInteger } from '@/lib/time/format-quantity'

const fullDay = new Intl.DateTimeFormat('en-GB', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
})

/** All digits of one day, the largest series first. */
export function BarTooltip({ model, day }: { model: BarModel; day: string }) {
  const slot = model.slots.find((each) => each.day === day)
  if (!slot) return null
  const rows = model.series
    .map((series, index) => ({ ...series, value: slot.values[index] ?? null }))
    .filter(({ value }) => value !== null)
    .toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
  return (
    <div aria-live="polite" className="overlay grid min-w-40 gap-1 px-2.5 py-2 text-12">
      <span className="text-2">
        {fullDay.format(new Date(`${day}T00:00:00Z`))}, UTC{slot.filling ? ', still filling' : ''}
      </span>
      {rows.length === 0 ? <span className="text-3">no record of this day</span> : null}
      {rows.map(({ key, label, fill, tone, value }) => (
        <span key={key} className="flex items-center gap-1.5">
          {tone ? (
            <ToneShape tone={tone} />
          ) : (
            <i aria-hidden="true" className={cx('size-2.5 flex-none rounded-[2px]', FILL_BACKGROUND[fill])} />
          )}
          <bdi className="max-w-48 truncate">{label}</bdi>
          <span className="ml-auto pl-4">{formatInteger(value ?? 0)}</span>
        </span>
      ))}
    </div>
  )
}
