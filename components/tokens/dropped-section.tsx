import Link from 'next/link'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { droppedHref, type TokensAddress } from '@/lib/tokens/filters'
import type { TokenView } from '@/lib/tokens/view-schema'
import { eventWords, spanWords } from '@/lib/tokens/words'
import { WrittenTable } from './written-table'

interface DroppedSectionProps {
  view: TokenView
  address: TokensAddress
  fleet: Fleet
}

/** What stands in the files of the window more often than it was paid. */
export function DroppedSection({ view, address: { input }, fleet }: DroppedSectionProps) {
  const { rules, sessions, sessionsTotal } = view.dropped
  if (rules.length === 0) {
    return (
      <Section title="Written in the files, and counted" meta={spanWords(view.window)}>
        <p className="pb-1 text-2">Nothing was dropped as repeated in this window: what is written is what counts.</p>
      </Section>
    )
  }
  return (
    <Section
      title="Written in the files, and counted"
      meta={spanWords(view.window)}
      actions={
        <Link
          href={droppedHref(input, { window: view.window }, fleet)}
          prefetch={false}
          className="text-accent hover:underline"
        >
          Each dropped copy
        </Link>
      }
    >
      <WrittenTable
        dropped={view.dropped}
        counted={view.totals.events}
        hrefOf={(rule) => droppedHref(input, { rule, window: view.window }, fleet)}
      />
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
