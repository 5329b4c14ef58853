'use client'

import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Moment } from '@/components/ui/moment'
import { Num } from '@/components/ui/num'
import { Section } from '@/components/ui/section'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { dropRuleText } from '@/lib/imports/drop-rules'
import { paths } from '@/lib/paths'
import { formatInteger } from '@/lib/time/format-quantity'
import { pairOf } from '@/lib/usage-events/copy-pair'
import type { EventCopy, UsageEventDetail } from '@/lib/usage-events/schema'
import { CopyPairView } from './copy-pair'

interface EventCopiesProps {
  event: UsageEventDetail
  fleet: Fleet
}

/** Every copy of the response, and the one that counts beside one that does not. */
export function EventCopies({ event, fleet }: EventCopiesProps) {
  const params = useSearchParams()
  const { copiesList, copiesTotal } = event
  const pair = pairOf(copiesList, {
    copy: params.get('copy'),
    line: params.get('line'),
    lines: params.get('lines') === 'true',
  })
  return (
    <Section
      title="Copies"
      count={copiesTotal}
      meta={`written ${formatInteger(event.lines)} ${event.lines === 1 ? 'time' : 'times'}, paid once`}
    >
      <Table label="Copies of this response" edge className="max-md:[&_td]:pr-2">
        <thead>
          <tr>
            <Th className="static! w-2/5">Session</Th>
            <Th className="static! max-md:hidden">Time, UTC</Th>
            <Th numeric className="static!">
              Tokens
            </Th>
            <Th numeric className="static!">
              Lines
            </Th>
            <Th className="static! pl-5">Counts</Th>
          </tr>
        </thead>
        <tbody>
          {copiesList.map((copy) => (
            <CopyRow
              key={copy.id}
              copy={copy}
              shown={pair?.right.copy === copy.id}
              href={paths.usageEvent(event.id, fleet, { copy: copy.id })}
              sessionHref={paths.session(copy.sessionId, fleet)}
            />
          ))}
        </tbody>
      </Table>
      {copiesTotal > copiesList.length ? (
        <p className="pt-1 text-12 text-3">The first {formatInteger(copiesList.length)} are listed.</p>
      ) : null}
      {pair ? <CopyPairView event={event} pair={pair} fleet={fleet} /> : null}
    </Section>
  )
}

interface CopyRowProps {
  copy: EventCopy
  shown: boolean
  href: string
  sessionHref: string
}

function CopyRow({ copy, shown, href, sessionHref }: CopyRowProps) {
  return (
    <Tr selected={shown}>
      <Td className="max-w-0 truncate">
        <Link href={sessionHref} prefetch={false} className="hover:underline">
          {copy.sessionName === null ? (
            <MiddleTruncate text={copy.sessionId} max={40} copy={false} />
          ) : (
            <bdi>{plainText(copy.sessionName, 80)}</bdi>
          )}
        </Link>
      </Td>
      <Td className="text-2 max-md:hidden">
        <Moment at={copy.at} />
      </Td>
      <Td numeric>
        <Num value={copy.usage.total} reason="no tokens recorded" />
      </Td>
      <Td numeric className="text-2">
        {formatInteger(copy.lineCount)}
      </Td>
      <Td className="pl-5 text-2">
        {copy.kept ? (
          <b className="text-1">kept</b>
        ) : (
          <Link href={href} scroll={false} className="text-accent hover:underline">
            dropped<span className="max-md:sr-only">: {plainText(dropRuleText(copy.rule ?? 'not recorded'), 60)}</span>
          </Link>
        )}
      </Td>
    </Tr>
  )
}
