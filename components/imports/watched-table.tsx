'use client'

import { NARROW_CELL, NARROW_ROW } from '@/components/imports/narrow'
import { WatchedActions } from '@/components/imports/watched-actions'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { plainText } from '@/components/ui/visible-text'
import type { SourceWire } from '@/lib/imports/schema'
import { sortedSources, sourceState } from '@/lib/imports/source-words'
import { isFirstRead, systemTitle } from '@/lib/imports/watch-words'
import { formatInteger } from '@/lib/time/format-quantity'

const WIDE = 'max-md:hidden'
const IF_ROOM = 'max-lg:hidden'
const PLACE_MAX = 44

interface WatchedTableProps {
  /** Watched, paused and failing paths. */
  sources: readonly SourceWire[]
  /** Why no source can be read now, or null. */
  disabledReason: string | null
  /** False while the watch switch is off. */
  isOn: boolean
}

/** The paths that are followed: how each fares, and what can be done with it. */
export function WatchedTable({ sources, disabledReason, isOn }: WatchedTableProps) {
  return (
    <Table label="Watched" edge fixed className="max-md:block">
      <thead className={WIDE}>
        <tr>
          <Th className="w-30">State</Th>
          <Th className="w-28">System</Th>
          <Th>Folder or file</Th>
          <Th numeric className="w-18">
            Files
          </Th>
          <Th numeric className={cx('w-25', IF_ROOM)}>
            Last change
          </Th>
          <Th numeric className={cx('w-25', IF_ROOM)}>
            Last check
          </Th>
          <Th numeric className={cx('w-23', IF_ROOM)}>
            Not read
          </Th>
          <Th numeric className={cx('w-20', IF_ROOM)}>
            Rejected
          </Th>
          <Th className="w-34">
            <span className="sr-only">Actions</span>
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {sortedSources(sources).map((source) => (
          <WatchedRow key={source.id} source={source} disabledReason={disabledReason} isOn={isOn} />
        ))}
      </tbody>
    </Table>
  )
}

interface WatchedRowProps {
  source: SourceWire
  disabledReason: string | null
  isOn: boolean
}

function WatchedRow({ source, disabledReason, isOn }: WatchedRowProps) {
  const { need } = sourceState(source)
  return (
    <Tr need={need} data-source={source.id} className={cx(NARROW_ROW, 'max-md:[&>td:first-child]:shadow-none!')}>
      <Td className={NARROW_CELL}>
        <WatchState source={source} isOn={isOn} />
      </Td>
      <Td className={cx('truncate max-md:justify-self-end', NARROW_CELL)}>
        {source.system ? plainText(systemTitle(source.system), 40) : <span className="text-2">any system</span>}
      </Td>
      <Td wrap={source.error !== null} className={cx('truncate max-md:col-span-2', NARROW_CELL)}>
        <MiddleTruncate text={source.path} max={PLACE_MAX} wraps />
        {source.error === null ? null : (
          <p role="status" className="whitespace-normal text-12 text-bad wrap-anywhere">
            <HostileText text={source.error} max={300} />
          </p>
        )}
      </Td>
      <Td numeric className={cx('max-md:text-left', NARROW_CELL)}>
        <Num value={source.contents} />
        <span className="text-3 md:hidden"> {narrowText(source)}</span>
      </Td>
      <Td numeric className={cx('text-2', IF_ROOM)}>
        <RelativeTime at={source.lastEventAt} reason="nothing has changed yet" />
      </Td>
      <Td numeric className={cx('text-2', IF_ROOM)}>
        <RelativeTime
          at={source.checkedAt}
          reason={isFirstRead(source) ? 'the first read goes on' : 'not checked yet'}
        />
      </Td>
      <TroubleCell count={source.unparsed} tone="text-warn" />
      <TroubleCell count={source.rejected} tone="text-bad" />
      <Td className={cx('text-right', NARROW_CELL)}>
        <WatchedActions source={source} disabledReason={disabledReason} />
      </Td>
    </Tr>
  )
}

/** What has columns of its own where there is room. */
function narrowText({ contents, unparsed, rejected }: SourceWire): string {
  return [
    contents === 1 ? 'file' : 'files',
    unparsed > 0 ? `${formatInteger(unparsed)} not read` : null,
    rejected > 0 ? `${formatInteger(rejected)} rejected` : null,
  ]
    .filter((part) => part !== null)
    .join(' · ')
}

function TroubleCell({ count, tone }: { count: number; tone: string }) {
  return (
    <Td numeric className={cx(IF_ROOM, count > 0 && tone)}>
      {count > 0 ? <Num value={count} /> : <NotRecorded reason="none" words="0" className="text-2" />}
    </Td>
  )
}

function WatchState({ source, isOn }: { source: SourceWire; isOn: boolean }) {
  const { tone, word, running = false, need } = sourceState(source)
  if (!isOn && source.state !== 'paused') return <StatusMark tone="idle">switched off</StatusMark>
  if (isFirstRead(source)) {
    return (
      <StatusMark tone="info" running>
        first read
      </StatusMark>
    )
  }
  if (need) return <Badge tone={tone}>{word}</Badge>
  return (
    <StatusMark tone={tone} running={running}>
      {word}
    </StatusMark>
  )
}
