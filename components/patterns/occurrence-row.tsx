'use client'

import Link from 'next/link'
import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { Moment } from '@/components/ui/moment'
import { Tag } from '@/components/ui/status'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { occurrencePlace, placeText } from '@/lib/patterns/occurrence-place'
import type { OccurrenceWire } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { MessageParts } from './message-parts'

const [NAME_MAX, PLACE_MAX] = [44, 48]
const LINK = 'text-accent hover:underline'

interface OccurrenceProps {
  occurrence: OccurrenceWire
  fleet: Fleet
}

/** When, where, the message on its template, and below it what only says that it happened. */
export function OccurrenceRow({ occurrence, fleet }: OccurrenceProps) {
  const { at, parts, message, echoes } = occurrence
  const [isWhole, setWhole] = useState(false)
  const said = parts.map(({ text }) => text).join('')
  return (
    <li className="grid gap-1 border-line py-2 not-last:border-b">
      <span className="flex min-w-0 flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <span className="text-12 text-2">
          <Moment at={at} />
        </span>
        <Subject occurrence={occurrence} fleet={fleet} />
        <Codes occurrence={occurrence} />
        <Place occurrence={occurrence} fleet={fleet} />
      </span>
      <MessageParts parts={parts} />
      {isWhole ? <HostileText text={message} lines className="rounded-sm bg-sunken px-2 py-1.5" /> : null}
      <span className="flex flex-wrap gap-x-3 text-12 empty:hidden">
        {message === said ? null : (
          <button type="button" aria-expanded={isWhole} className={LINK} onClick={() => setWhole(!isWhole)}>
            {isWhole ? 'Hide the whole message' : 'Whole message'}
          </button>
        )}
        {echoes.length > 0 ? <Echoes echoes={echoes} /> : null}
      </span>
    </li>
  )
}

function Subject({ occurrence: { runId, runName, phase }, fleet }: OccurrenceProps) {
  const place = occurrencePlace({ runId }, fleet)
  return (
    <span className="min-w-0 truncate">
      {runId === null || place === null ? (
        <span className="text-3">no run</span>
      ) : (
        <Link href={place} prefetch={false} title={plainText(runId)} className="hover:underline">
          <bdi>{plainText(middleTruncate(runName ?? runId.replace(/^[^:]*:/, ''), NAME_MAX))}</bdi>
        </Link>
      )}
      {phase === null ? null : <span className="text-12 text-3"> · phase {plainText(phase, 40)}</span>}
    </span>
  )
}

function Codes({ occurrence: { httpStatus, exitCode } }: Pick<OccurrenceProps, 'occurrence'>) {
  return (
    <>
      {httpStatus === null ? null : <Tag title="the HTTP status in the message">HTTP {httpStatus}</Tag>}
      {exitCode === null ? null : <Tag title="the exit code in the message">exit code {exitCode}</Tag>}
    </>
  )
}

/** The way to the exact entry or line, and the file that proves it. */
function Place({ occurrence, fleet }: OccurrenceProps) {
  const { path, ref, entryId, sessionId } = occurrence
  const href = occurrencePlace(occurrence, fleet)
  const evidence = path === null ? null : placeText(path, ref)
  return (
    <span className="ml-auto flex min-w-0 items-center gap-x-2 text-12 text-3 max-md:ml-0">
      {evidence === null ? (
        <span title="its file is not recorded">{ref === null ? 'no place recorded' : plainText(ref, 60)}</span>
      ) : (
        <>
          <bdi className="min-w-0 truncate font-mono" title={plainText(`${path} ${ref ?? ''}`)}>
            {plainText(middleTruncate(evidence, PLACE_MAX))}
          </bdi>
          <CopyButton text={`${path}${ref === null ? '' : ` ${ref}`}`} label="Copy file and place" />
        </>
      )}
      {href === null ? null : (
        <Link href={href} prefetch={false} className={`flex-none ${LINK}`}>
          {sessionId !== null && entryId !== null ? 'entry' : sessionId === null ? 'in the run' : 'session'}
        </Link>
      )}
    </span>
  )
}

/** Failures that only say that this one happened, folded away. */
function Echoes({ echoes }: { echoes: OccurrenceWire['echoes'] }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button type="button" aria-expanded={isOpen} className={LINK} onClick={() => setOpen(!isOpen)}>
        and {plural(echoes.length, 'line')} that only {echoes.length === 1 ? 'says' : 'say'} so
      </button>
      {isOpen ? (
        <ul className="grid w-full gap-0.5 border-line border-l-2 pl-3">
          {echoes.map(({ id, at, message }) => (
            <li key={id} className="flex min-w-0 gap-x-3">
              <span className="flex-none text-3">
                <Moment at={at} />
              </span>
              <HostileText text={message} max={160} mono />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}
