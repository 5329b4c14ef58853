'use client'

import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { buttonClass } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { useListKeys } from '@/lib/keyboard/use-list-keys'
import type { AttentionItem, Overview } from '@/lib/overview/schema'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'

const TITLE_MAX = 40

/** What needs an operator now, the loudest first. */
export function AttentionList({ overview, fleet }: { overview: Overview; fleet: Fleet }) {
  const { attention, attentionTotal, runs } = overview
  const hidden = attentionTotal - attention.length
  return (
    <Section
      title="Needs someone"
      meta={attention.length > 0 ? 'loudest first; leaves by itself when the evidence changes' : null}
      className="pt-3!"
      actions={
        <Link href={paths.runs(fleet)} className="text-accent hover:underline">
          All runs
        </Link>
      }
    >
      {attention.length > 0 ? <AttentionTable items={attention} /> : <AllClear runs={runs.total} />}
      {hidden > 0 ? (
        <p className="pt-2 text-12 text-3">
          and {formatInteger(hidden)} more:{' '}
          <Link href={paths.runs(fleet)} className="text-accent hover:underline">
            see them among the runs
          </Link>
        </p>
      ) : null}
    </Section>
  )
}

function AllClear({ runs }: { runs: number }) {
  return (
    <EmptyState kind="all-clear" title="All clear">
      <p>
        {formatInteger(runs)} {runs === 1 ? 'run' : 'runs'} looked at: none is silent, over its cap or waiting for an
        answer, and every state agrees with its evidence. What changes shows up here by itself.
      </p>
    </EmptyState>
  )
}

/** What names each item from one reply to the next, so that the row in hand stays in hand; alike ones are numbered. */
function namedItems(items: readonly AttentionItem[]): { id: string; item: AttentionItem }[] {
  const seen = new Map<string, number>()
  return items.map((item) => {
    const name = `${item.kind} ${item.href} ${item.title}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    return { id: `${name} ${nth}`, item }
  })
}

function AttentionTable({ items }: { items: readonly AttentionItem[] }) {
  const router = useRouter()
  const named = namedItems(items)
  const { rowProps } = useListKeys({
    ids: named.map(({ id }) => id),
    onOpen: (id) => {
      const found = named.find((each) => each.id === id)
      if (found) router.push(found.item.href)
    },
  })
  return (
    <Table label="Needs someone" edge fixed className="max-md:block">
      <tbody className="max-md:block">
        {named.map(({ id, item }) => (
          <AttentionRow key={id} item={item} rowProps={rowProps(id)} />
        ))}
      </tbody>
    </Table>
  )
}

const NARROW_ROW =
  'max-md:grid max-md:grid-cols-[minmax(0,1fr)_auto] max-md:items-center max-md:gap-x-2 max-md:gap-y-1 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2 max-md:relative'
/** A finger may tap anywhere on the row. */
const COVERS_ROW = 'max-md:after:absolute max-md:after:inset-0'
const NARROW_CELL = 'max-md:h-auto max-md:w-auto max-md:max-w-none max-md:border-0 max-md:p-0!'

interface AttentionRowProps {
  item: AttentionItem
  rowProps: ReturnType<ReturnType<typeof useListKeys>['rowProps']>
}

function AttentionRow({ item, rowProps }: AttentionRowProps) {
  const { tone, label, title, titleIsId, sentence, at, href, action } = item
  const name = plainText(title, TITLE_MAX)
  return (
    <Tr
      {...rowProps}
      need={tone === 'idle' ? undefined : tone}
      className={cx(NARROW_ROW, 'max-md:[&>td:first-child]:shadow-none!')}
    >
      <Td className={cx('w-35', NARROW_CELL)}>
        {tone === 'idle' ? <StatusMark tone="idle">{label}</StatusMark> : <Badge tone={tone}>{label}</Badge>}
      </Td>
      <Td className={cx('w-66 truncate max-md:col-span-2 max-md:row-start-2', NARROW_CELL)}>
        <Link href={href} className={cx('hover:underline', COVERS_ROW, !titleIsId && 'font-semibold')}>
          <MiddleTruncate text={title} max={TITLE_MAX} mono={titleIsId} copy={false} />
        </Link>
      </Td>
      <Td
        cut
        title={plainText(sentence, 2_000)}
        className={cx('text-2 max-md:col-span-2 max-md:row-start-3 max-md:whitespace-normal!', NARROW_CELL)}
      >
        <bdi className="isolate">{plainText(sentence)}</bdi>
      </Td>
      <Td numeric className={cx('w-25 text-3', NARROW_CELL)}>
        <RelativeTime at={at} />
      </Td>
      <Td numeric className={'w-27 max-md:hidden'}>
        <Link href={href} className={buttonClass({ size: 'sm' })} aria-label={`${action}: ${name}`}>
          {action}
        </Link>
      </Td>
    </Tr>
  )
}
