import { windowText } from '@/components/overview/window-text'
import { Quantity } from '@/components/ui/num'
import { NumberStrip, type StripNumber } from '@/components/ui/number-strip'
import type { Fleet } from '@/lib/http/wire'
import type { Overview } from '@/lib/overview/schema'
import { paths } from '@/lib/paths'
import { dayText, NBSP } from '@/lib/time/format'
import { compactParts, formatInteger, formatMoney } from '@/lib/time/format-quantity'

const count = (n: number, word: string) => (n > 0 ? `${formatInteger(n)} ${word}` : null)
const list = (parts: readonly (string | null)[]) => parts.filter((part) => part !== null).join(', ')

/** Five numbers an operator reads first; each is a link to its rows. */
export function OverviewNumbers({ overview, fleet }: { overview: Overview; fleet: Fleet }) {
  return (
    <NumberStrip
      label="The fleet in numbers"
      numbers={[
        attentionNumber(overview, fleet),
        runsNumber(overview, fleet),
        conflictsNumber(overview, fleet),
        tokensNumber(overview, fleet),
        costNumber(overview, fleet),
      ]}
    />
  )
}

function attentionNumber({ attention, attentionTotal, runs }: Overview, fleet: Fleet): StripNumber {
  const loud = attention.filter(({ tone }) => tone === 'bad').length
  const closed = attention.filter(({ tone }) => tone === 'idle').length
  const detail = list([
    count(loud, 'urgent'),
    count(attention.length - loud - closed, 'to look at'),
    count(closed, 'closed'),
  ])
  return {
    label: 'Needs someone',
    value: formatInteger(attentionTotal),
    detail: attentionTotal > 0 ? detail : runs.total > 0 ? 'all clear' : 'no runs yet',
    tone: loud > 0 ? 'bad' : attentionTotal > closed ? 'warn' : runs.total > 0 ? 'ok' : undefined,
    href: paths.runs(fleet),
  }
}

function runsNumber({ runs }: Overview, fleet: Fleet): StripNumber {
  const days = runs.from && runs.to ? `, ${spanText(new Date(runs.from), new Date(runs.to))}` : ''
  return {
    label: `Runs${days}`,
    value: formatInteger(runs.total),
    detail:
      runs.total === 0
        ? 'none recorded'
        : list([
            count(runs.succeeded, 'succeeded'),
            count(runs.failed, 'failed or stopped'),
            count(runs.open, 'open'),
            count(runs.unknown, 'unknown'),
          ]),
    // Ids that only usage names have no state to count; they stand among what needs someone.
    href: paths.runs(fleet, { orphan: 'false' }),
  }
}

/** "30 Nov – 26 Dec", with the years when they differ. */
function spanText(from: Date, to: Date): string {
  const [first, last] = [from.getUTCFullYear(), to.getUTCFullYear()]
  if (first === last && dayText(from) === dayText(to)) return dayText(to)
  if (first === last) return `${dayText(from)} – ${dayText(to)}`
  return `${dayText(from)} ${first} – ${dayText(to)} ${last}`
}

function conflictsNumber({ conflicts }: Overview, fleet: Fleet): StripNumber {
  const systems = conflicts.bySystem.map(
    ({ system, conflicts: some, runs }) => `${formatInteger(some)} of ${formatInteger(runs)} ${system}`,
  )
  return {
    label: 'State contradicts evidence',
    value: formatInteger(conflicts.total),
    detail:
      conflicts.total === 0
        ? conflicts.ofRuns > 0
          ? `in none of ${formatInteger(conflicts.ofRuns)} ${conflicts.ofRuns === 1 ? 'run' : 'runs'}`
          : 'no runs yet'
        : list([...systems.slice(0, 2), systems.length > 2 ? `${systems.length - 2} more` : null]),
    href: paths.runs(fleet, { conflict: 'true' }),
  }
}

function tokensNumber({ window, tokens }: Overview, fleet: Fleet): StripNumber {
  const base = { label: `Tokens, ${windowText(window)}`, href: paths.runs(fleet, { sort: 'tokens' }) }
  if (tokens.total === null) {
    return { ...base, value: 'not known', unknown: true, detail: 'no usage recorded in these days' }
  }
  return {
    ...base,
    value: <Quantity parts={compactParts(tokens.total)} lowerBound={tokens.isLowerBound} />,
    detail: changeText(tokens.total, tokens.before),
    title: tokens.isLowerBound
      ? `at least ${formatInteger(tokens.total)}: ${formatInteger(tokens.unknownEvents)} events recorded no total, or only a part`
      : formatInteger(tokens.total),
  }
}

/** "−17 % on the 14 days before". */
export function changeText(total: number, before: number | null): string {
  if (before === null) return 'nothing recorded in the 14 days before'
  if (before === 0) return 'none in the 14 days before'
  const change = Math.round(((total - before) / before) * 100)
  const sign = change > 0 ? '+' : change < 0 ? '−' : '±'
  return `${sign}${formatInteger(Math.abs(change))}${NBSP}% on the 14 days before`
}

function costNumber({ window, cost }: Overview, fleet: Fleet): StripNumber {
  const base = { label: `Cost, ${windowText(window)}`, href: paths.runs(fleet, { sort: 'cost' }) }
  if (cost.microUsd === null) {
    const why = cost.events === 0 ? 'no usage recorded in these days' : 'no event can be priced'
    return { ...base, value: 'not known', unknown: true, detail: why }
  }
  return {
    ...base,
    value: <Quantity parts={{ value: formatMoney(cost.microUsd), unit: '' }} lowerBound={cost.isLowerBound} />,
    detail:
      cost.unpricedEvents > 0
        ? `${formatInteger(cost.unpricedEvents)} of ${formatInteger(cost.events)} events have no price`
        : cost.isLowerBound
          ? 'some output was not recorded'
          : 'every event has a price',
  }
}
