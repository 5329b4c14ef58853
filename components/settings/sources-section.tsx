'use client'

import Link from 'next/link'
import { Command } from '@/components/ui/copy'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { NotRecorded, Num } from '@/components/ui/num'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { Badge, StatusMark } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { SettingsReply } from '@/lib/settings/schema'
import type { Tone } from '@/lib/tone'

type Sources = SettingsReply['sources']
type Source = Sources['sources'][number]

const STATES = {
  failing: { tone: 'bad', word: 'failing' },
  watching: { tone: 'info', word: 'watching' },
  paused: { tone: 'idle', word: 'paused' },
  imported: { tone: 'idle', word: 'imported' },
} as const satisfies Record<Source['state'], { tone: Tone; word: string }>

export function SourcesSection({ sources, fleet }: { sources: Sources; fleet: Fleet }) {
  return (
    <>
      <Section
        title="Sources"
        count={sources.sources.length}
        meta="where records come from"
        actions={
          <Link href={paths.sources(fleet)} className="text-accent hover:underline">
            What is watched, imports and receipts
          </Link>
        }
      >
        {sources.sources.length > 0 ? (
          <SourceTable rows={sources.sources} />
        ) : (
          <NoSources found={sources.found} fleet={fleet} />
        )}
      </Section>
      <AllowedFolders folders={sources.allowedFolders} />
    </>
  )
}

function SourceTable({ rows }: { rows: readonly Source[] }) {
  return (
    <Table label="Sources" edge>
      <thead>
        <tr>
          <Th>State</Th>
          <Th>System</Th>
          <Th className="max-md:hidden">Place</Th>
          <Th numeric className="max-md:hidden">
            Runs
          </Th>
          <Th numeric className="max-md:hidden">
            Usage events
          </Th>
          <Th numeric>Last event</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <SourceRow key={row.id} row={row} />
        ))}
      </tbody>
    </Table>
  )
}

function SourceRow({ row }: { row: Source }) {
  const { tone, word } = STATES[row.state]
  return (
    <Tr need={row.state === 'failing' ? 'bad' : undefined}>
      <Td title={row.error ?? undefined}>
        {row.state === 'failing' ? <Badge tone={tone}>{word}</Badge> : <StatusMark tone={tone}>{word}</StatusMark>}
      </Td>
      <Td wrap className="max-md:break-all">
        {row.system ? <HostileText text={row.system} /> : <NotRecorded reason="nothing read from it yet" />}
        {row.instance ? <span className="text-3"> @{row.instance}</span> : null}
      </Td>
      <Td className="max-md:hidden">
        <MiddleTruncate text={row.path} max={56} wraps />
      </Td>
      <Td numeric className="max-md:hidden">
        <Num value={row.runs} />
      </Td>
      <Td numeric className="max-md:hidden">
        <Num value={row.usageEvents} />
      </Td>
      <Td numeric className="text-2">
        <RelativeTime at={row.lastEventAt} reason="no event with a time" />
      </Td>
    </Tr>
  )
}

function NoSources({ found, fleet }: { found: Sources['found']; fleet: Fleet }) {
  return (
    <EmptyState kind="nothing-yet" title="No sources yet">
      {found.length > 0 ? (
        <p>
          Found on this machine:{' '}
          {found.map(({ id, path }) => (
            <MiddleTruncate key={id} text={path} wraps className="mr-2" />
          ))}
          <Link href={paths.sources(fleet)} className="text-accent hover:underline">
            Watch or import
          </Link>
        </p>
      ) : null}
      <p>A source appears here with its first import:</p>
      <Command>npx pitwall import PATH</Command>
    </EmptyState>
  )
}

function AllowedFolders({ folders }: { folders: readonly string[] }) {
  return (
    <Section title="Allowed folders" meta="an import started from a page may read below these, and nowhere else">
      {folders.length > 0 ? (
        <ul className="grid gap-1">
          {folders.map((folder) => (
            <li key={folder}>
              <MiddleTruncate text={folder} max={80} wraps />
            </li>
          ))}
        </ul>
      ) : (
        <p className="text-2">
          None, so imports start on the command line only. Name some in{' '}
          <code className="font-mono text-1">PITWALL_ALLOWED_FOLDERS</code>.
        </p>
      )}
    </Section>
  )
}
