import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { LABELLED_BODY, LABELLED_CELL, LABELLED_ROW } from '@/components/ui/labelled-row'
import { NotRecorded, Num } from '@/components/ui/num'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import { dropRuleText } from '@/lib/imports/drop-rules'
import type { TokensDropped } from '@/lib/tokens/view-schema'
import { isRewritten, RULE_WORDS, rewrittenWords } from '@/lib/tokens/words'

interface WrittenTableProps {
  dropped: TokensDropped
  /** Events that count; unset where another number says so. */
  counted?: number
  /** The list of what a rule left out. */
  hrefOf?: (rule: string) => string
}

/** From what is written to what counts, rule by rule. */
export function WrittenTable({ dropped, counted, hrefOf }: WrittenTableProps) {
  return (
    <Table label="Written and counted" edge className="max-md:block">
      <thead className="max-md:sr-only">
        <tr>
          <Th>What</Th>
          <Th numeric>Events</Th>
          <Th numeric>Tokens</Th>
          <Th className="pl-5">Why</Th>
        </tr>
      </thead>
      <tbody className={LABELLED_BODY}>
        <Line what="Written in the files" tokens={dropped.written} why="what adding up every line gives" />
        {dropped.rules.map(({ rule, events, tokens }) => (
          <Line
            key={rule}
            what={`− ${plainText(dropRuleText(rule), 60)}`}
            href={hrefOf?.(rule)}
            // Copies of an event are events too; further lines of one are not.
            events={isRewritten(rule) ? undefined : events}
            tokens={tokens}
            why={isRewritten(rule) ? rewrittenWords(events) : (RULE_WORDS[rule] ?? 'a rule of its source')}
          />
        ))}
        <Line what="Counted" events={counted} tokens={dropped.counted} why="each response once" strong />
      </tbody>
    </Table>
  )
}

interface LineProps {
  what: string
  href?: string | undefined
  events?: number | undefined
  tokens: number | null
  why: string
  strong?: boolean
}

function Line({ what, href, events, tokens, why, strong = false }: LineProps) {
  return (
    <Tr className={cx(LABELLED_ROW, strong && 'font-semibold')}>
      <Td className={cx(LABELLED_CELL, 'max-md:col-span-2')}>
        {href === undefined ? (
          what
        ) : (
          <Link href={href} prefetch={false} className="text-accent hover:underline">
            {what}
          </Link>
        )}
      </Td>
      <Td numeric data-label="events" className={cx('text-2', LABELLED_CELL, events === undefined && 'max-md:hidden')}>
        {events === undefined ? (
          <NotRecorded reason="these are lines, of which an event may have several" />
        ) : (
          <Num value={events} />
        )}
      </Td>
      <Td numeric data-label="tokens" className={LABELLED_CELL}>
        <Num value={tokens} />
      </Td>
      <Td wrap className={cx('pl-5 font-normal text-2 max-md:col-span-2', LABELLED_CELL)}>
        {why}
      </Td>
    </Tr>
  )
}
