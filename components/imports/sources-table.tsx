'use client'

import { useState } from 'react'
import { NARROW_CELL, NARROW_ROW } from '@/components/imports/narrow'
import { Button } from '@/components/ui/button'
import { Command } from '@/components/ui/copy'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { SourceWire } from '@/lib/imports/schema'
import { driftText, madeText, sortedSources, sourceState, versionsText } from '@/lib/imports/source-words'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

/** More than fit on a screen or two; the loud ones are first anyway. */
const FIRST_SHOWN = 50
const PLACE_MAX = 25
const WIDE = 'max-md:hidden'
/** Columns that give way first. */
const IF_ROOM = 'max-xl:hidden'
/** Gone between a phone, which has room below, and a wide window. */
const NOT_BETWEEN = 'md:max-lg:hidden'

/** Every place records come from, the loud ones first. */
export function SourcesTable({ sources }: { sources: readonly SourceWire[] }) {
  const [all, setAll] = useState(false)
  if (sources.length === 0) return <NoSources />
  const sorted = sortedSources(sources)
  const shown = all ? sorted : sorted.slice(0, FIRST_SHOWN)
  return (
    <>
      <Table label="Sources" edge fixed className="max-md:block">
        <thead className={WIDE}>
          <tr>
            <Th className="w-28">State</Th>
            <Th className="w-28">System</Th>
            <Th className="w-49">Place</Th>
            <Th className={cx('w-36', IF_ROOM)}>Version seen</Th>
            <Th className="w-41 max-lg:hidden">Made</Th>
            <Th numeric className={cx('w-24', IF_ROOM)}>
              Usage events
            </Th>
            <Th numeric className="w-24 max-lg:hidden">
              Last event
            </Th>
            <Th numeric className={cx('w-13', IF_ROOM)}>
              Lag
            </Th>
            <Th className="md:pl-3">Drift and gaps</Th>
            <Th numeric className={cx('w-20', IF_ROOM)}>
              Rejected
            </Th>
          </tr>
        </thead>
        <tbody className="max-md:block">
          {shown.map((source) => (
            <SourceRow key={source.id} source={source} />
          ))}
        </tbody>
      </Table>
      {shown.length < sorted.length ? (
        <Button size="sm" className="mt-2" onClick={() => setAll(true)}>
          Show all {formatInteger(sorted.length)}
        </Button>
      ) : null}
    </>
  )
}

function SourceRow({ source }: { source: SourceWire }) {
  const { tone, word, running = false, need } = sourceState(source)
  const drift = driftText(source)
  return (
    <Tr need={need} className={cx(NARROW_ROW, 'max-md:[&>td:first-child]:shadow-none!')}>
      <Td className={NARROW_CELL}>
        {need ? (
          <Badge tone={tone}>{word}</Badge>
        ) : (
          <StatusMark tone={tone} running={running}>
            {word}
          </StatusMark>
        )}
      </Td>
      <Td className={cx('truncate max-md:justify-self-end', NARROW_CELL)}>
        <SystemName source={source} />
      </Td>
      <Td className={cx('truncate max-md:col-span-2', NARROW_CELL)}>
        {source.path === '' ? (
          <NotRecorded reason="its file is not known" />
        ) : (
          <MiddleTruncate text={source.path} max={PLACE_MAX} />
        )}
      </Td>
      <TextCell text={versionsText(source)} reason="no version named" className={IF_ROOM} />
      <TextCell text={madeText(source)} reason="no runs" className={cx(NOT_BETWEEN, NARROW_CELL)} />
      <Td numeric className={IF_ROOM}>
        {source.usageEvents > 0 ? <Num value={source.usageEvents} /> : <NotRecorded reason="no usage recorded" />}
      </Td>
      <Td numeric className={cx('text-2', NOT_BETWEEN, NARROW_CELL)}>
        <RelativeTime at={source.lastEventAt} reason="no event with a time" />
      </Td>
      <Td numeric className={cx('text-2', IF_ROOM)}>
        {source.lagSeconds === null ? (
          <NotRecorded reason="not watched" />
        ) : (
          <Quantity parts={durationParts(source.lagSeconds * 1_000)} />
        )}
      </Td>
      <TextCell
        text={drift}
        reason="none seen"
        className={cx(
          need === 'bad' && 'text-bad',
          need === 'warn' && 'text-warn',
          drift === '' ? WIDE : NARROW_CELL,
          'max-md:col-span-2 md:pl-3',
        )}
      />
      <Td numeric className={IF_ROOM}>
        <Num value={source.rejected} />
      </Td>
    </Tr>
  )
}

function SystemName({ source: { system, instance } }: { source: SourceWire }) {
  if (system === null) return <NotRecorded reason="nothing read from it yet" />
  return (
    <span className="whitespace-nowrap">
      {plainText(system, 40)}
      {instance ? <span className="text-3"> @{plainText(instance, 24)}</span> : null}
    </span>
  )
}

function TextCell({ text, reason, className }: { text: string; reason: string; className?: string }) {
  const shown = plainText(text, 80)
  return (
    <Td title={text === '' ? undefined : plainText(text, 2_000)} className={cx('truncate text-2', className)}>
      {text === '' ? <NotRecorded reason={reason} /> : <bdi className="isolate">{shown}</bdi>}
    </Td>
  )
}

function NoSources() {
  return (
    <EmptyState kind="nothing-yet" title="No sources yet">
      <p>A source stands here with the first import: transcripts, a database, or a folder of either.</p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}
