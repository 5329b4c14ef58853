'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Tag } from '@/components/ui/status'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternSummary } from '@/lib/patterns/schema'
import { recurrenceWords, shownState } from '@/lib/patterns/words'
import { CAUSE_WORDS } from '@/lib/runs/status'
import { TONE_TEXT } from '@/lib/tone'
import { DayBars } from './day-bars'
import type { PatternColumnId } from './pattern-columns'
import { type RowAct, RowActions } from './row-actions'
import { SessionCells } from './session-cells'
import { StateBadge } from './state-badge'
import { TemplateText } from './template-text'

const TITLE_SHOWN = 160

export interface PatternCellProps {
  pattern: PatternSummary
  fleet: Fleet
  /** A day of UTC. */
  today: string
  selected: boolean
  /** The row has the focus: its keys are shown. */
  inHand: boolean
  onSelect: (id: string) => void
  onAct: RowAct
}

function State({ pattern, selected, onSelect }: PatternCellProps) {
  return (
    <span className="flex items-center gap-2">
      <input
        type="checkbox"
        tabIndex={-1}
        checked={selected}
        aria-label={`Select ${plainText(pattern.title, 80)}`}
        onClick={(event) => event.stopPropagation()}
        onChange={() => onSelect(pattern.id)}
        className="size-4 flex-none md:size-3.5"
      />
      <StateBadge pattern={pattern} />
    </span>
  )
}

function Pattern({ pattern: { id, title, template, errorType, owner }, fleet }: PatternCellProps) {
  const about = `${plainText(template, 600)}\ntype ${plainText(errorType, 80)}${owner === null ? '' : `, owner ${plainText(owner, 80)}`}`
  return (
    <Link
      href={paths.pattern(id, fleet)}
      prefetch={false}
      title={about}
      className="hover:underline md:block md:truncate max-md:line-clamp-2 max-md:whitespace-normal max-md:wrap-anywhere"
    >
      <TemplateText text={title} max={TITLE_SHOWN} />
    </Link>
  )
}

function Days({ pattern, today }: PatternCellProps) {
  const { days, since, recurrence, state } = pattern
  const { tone, needsSomeone } = shownState(pattern)
  // Where a pattern came back session by session, the sessions say more than the days.
  if (recurrence.cells.some(({ hit }) => hit) && state !== 'regressed') return <SessionCells cells={recurrence.cells} />
  return <DayBars days={days} today={today} tone={needsSomeone ? tone : null} since={since} />
}

function Recurrence({ pattern, today }: PatternCellProps) {
  const { strong, rest, tone, title } = recurrenceWords(pattern, today)
  return (
    <span title={title} className={cx('max-md:text-12', tone === null ? 'text-2' : TONE_TEXT[tone])}>
      {rest === '' ? strong : <b className="font-semibold text-1">{strong}</b>}
      {rest}
    </span>
  )
}

/** What stands in each column. */
export const PATTERN_CELLS = {
  state: State,
  pattern: Pattern,
  cause: ({ pattern: { cause, errorType } }) => (
    <Tag title={`cause: ${CAUSE_WORDS[cause]}; type: ${plainText(errorType, 80)}`}>{cause}</Tag>
  ),
  days: Days,
  times: ({ pattern: { occurrences } }) => <Num value={occurrences} />,
  recurrence: Recurrence,
  last: ({ pattern: { lastSeenAt } }) => (
    <RelativeTime at={lastSeenAt} reason="no occurrence has a time" className="text-2" />
  ),
  action: ({ pattern, inHand, onAct }) => <RowActions pattern={pattern} inHand={inHand} onAct={onAct} />,
} as const satisfies Record<PatternColumnId, (props: PatternCellProps) => React.ReactNode>
