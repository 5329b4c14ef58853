import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { NotRecorded, Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { dropRuleText } from '@/lib/imports/drop-rules'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import type { TokenView } from '@/lib/tokens/view-schema'
import { eventWords, isRewritten, RULE_WORDS, rewrittenWords, spanWords } from '@/lib/tokens/words'
import { NARROW_BODY, NARROW_CELL, NARROW_ROW } from './narrow-row'

/** What stands in the files of the window more often than it was paid. */
export function DroppedSection({ view, fleet }: { view: TokenView; fleet: Fleet }) {
  const { written, counted, rules, sessions, sessionsTotal } = view.dropped
  if (rules.length === 0) {
    return (
      <Section title="Written in the files, and counted" meta={spanWords(view.window)}>
        <p className="pb-1 text-2">Nothing was dropped as repeated in this window: what is written is what counts.</p>
      </Section>
    )
  }
  return (
    <Section title="Written in the files, and counted" meta={spanWords(view.window)}>
      <Table label="Written and counted" edge className="max-md:block">
        <thead className="max-md:sr-only">
          <tr>
            <Th>What</Th>
            <Th numeric>Events</Th>
            <Th numeric>Tokens</Th>
            <Th className="pl-5">Why</Th>
          </tr>
        </thead>
        <tbody className={NARROW_BODY}>
          <Line what="Written in the files" tokens={written} why="what adding up every line gives" />
          {rules.map(({ rule, events, tokens }) => (
            <Line
              key={rule}
              what={`− ${plainText(dropRuleText(rule), 60)}`}
              // Copies of an event are events too; further lines of one are not.
              events={isRewritten(rule) ? undefined : events}
              tokens={tokens}
              why={isRewritten(rule) ? rewrittenWords(events) : (RULE_WORDS[rule] ?? 'a rule of its source')}
            />
          ))}
          <Line what="Counted" events={view.totals.events} tokens={counted} why="each response once" strong />
        </tbody>
      </Table>
      {sessions.length > 0 ? (
        <p className="pt-2 text-12 text-2">
          Most of what counts elsewhere stands in{' '}
          {sessions.map(({ id, name, events, tokens }, index) => (
            <span key={id}>
              {index > 0 ? ', ' : ''}
              <Link href={paths.session(id, fleet)} className="text-accent hover:underline">
                <bdi>{plainText(name ?? id, 60)}</bdi>
              </Link>{' '}
              ({eventWords(events)}
              {tokens === null ? '' : `, ${formatInteger(tokens)} tokens`})
            </span>
          ))}
          {sessionsTotal > sessions.length
            ? `, and ${formatInteger(sessionsTotal - sessions.length)} more sessions`
            : ''}
          .
        </p>
      ) : null}
    </Section>
  )
}

interface LineProps {
  what: string
  events?: number
  tokens: number | null
  why: string
  strong?: boolean
}

function Line({ what, events, tokens, why, strong = false }: LineProps) {
  return (
    <Tr className={cx(NARROW_ROW, strong && 'font-semibold')}>
      <Td className={cx(NARROW_CELL, 'max-md:col-span-2')}>{what}</Td>
      <Td numeric data-label="events" className={cx('text-2', NARROW_CELL, events === undefined && 'max-md:hidden')}>
        {events === undefined ? (
          <NotRecorded reason="these are lines, of which an event may have several" />
        ) : (
          <Num value={events} />
        )}
      </Td>
      <Td numeric data-label="tokens" className={NARROW_CELL}>
        <Num value={tokens} />
      </Td>
      <Td wrap className={cx('pl-5 font-normal text-2 max-md:col-span-2', NARROW_CELL)}>
        {why}
      </Td>
    </Tr>
  )
}
