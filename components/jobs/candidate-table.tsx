'use client'

import { useState } from 'react'
import { cx } from '@/components/ui/cx'
import { HostileText } from '@/components/ui/hostile-text'
import { Icon } from '@/components/ui/icon'
import { NARROW_CELL, NARROW_TABLE, NARROW_TWO } from '@/components/ui/narrow-row'
import { NotRecorded, Num, Quantity } from '@/components/ui/num'
import { Tag } from '@/components/ui/status'
import { Table, Td, Th, Tr } from '@/components/ui/table'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import { scoreText } from '@/lib/jobs/job-words'
import type { CandidateWire } from '@/lib/jobs/result-schema'
import { flagLabel } from '@/lib/model/flags'
import { durationParts } from '@/lib/time/format'
import { formatInteger, formatMoney } from '@/lib/time/format-quantity'
import { DataList, Fact, FactList } from './fact-list'

const COLUMNS = 8

export function CandidateTable({ candidates }: { candidates: readonly CandidateWire[] }) {
  return (
    <Table label="Candidates" edge fixed className={NARROW_TABLE}>
      <thead className="max-md:hidden">
        <tr>
          <Th>Candidate</Th>
          <Th className="w-28">Accepted</Th>
          <Th numeric className="w-22">
            Score
          </Th>
          <Th numeric className="w-22 max-lg:hidden">
            Train
          </Th>
          <Th numeric className="w-32">
            Held out
          </Th>
          <Th numeric className="w-24 max-lg:hidden">
            Rollouts
          </Th>
          <Th numeric className="w-22">
            Cost
          </Th>
          <Th numeric className="w-24 max-lg:hidden">
            Time
          </Th>
        </tr>
      </thead>
      <tbody className="max-md:block">
        {candidates.map((candidate) => (
          <CandidateRows key={candidate.id} candidate={candidate} />
        ))}
      </tbody>
    </Table>
  )
}

function CandidateRows({ candidate }: { candidate: CandidateWire }) {
  const [open, setOpen] = useState(false)
  const { nativeId, index, accepted, isBaseline, score, trainScore, heldoutScore, heldoutN } = candidate
  return (
    <>
      <Tr data-candidate={candidate.id} className={NARROW_TWO}>
        <Td className={cx(NARROW_CELL, 'overflow-hidden')}>
          <button
            type="button"
            aria-expanded={open}
            onClick={() => setOpen(!open)}
            title={plainText([nativeId, candidate.ref].filter(Boolean).join(' · '))}
            className="inline-flex min-h-6 max-w-full items-center gap-1 rounded-sm hover:underline"
          >
            <Icon name={open ? 'chevron-down' : 'chevron-right'} className="text-3" />
            {index === null ? null : <span className="text-3">{formatInteger(index)}</span>}
            <bdi className="min-w-0 truncate font-mono text-12">{plainText(middleTruncate(nativeId, 32))}</bdi>
            {isBaseline ? <Tag>baseline</Tag> : null}
          </button>
        </Td>
        <Td className={cx(NARROW_CELL, 'text-2 max-md:order-3')}>
          {accepted === null ? (
            <NotRecorded reason="not recorded whether it was accepted" />
          ) : accepted ? (
            'accepted'
          ) : (
            'not accepted'
          )}
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'font-semibold max-md:order-2')}>
          <Score value={score} />
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
          <Score value={trainScore} />
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'max-md:order-4')}>
          {heldoutScore === null ? null : <span className="text-12 text-3 md:hidden">held out </span>}
          <Score value={heldoutScore} />
          {heldoutN === null ? null : <span className="text-12 text-3"> n = {formatInteger(heldoutN)}</span>}
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
          <Num value={candidate.rolloutsSoFar} reason="the source does not count rollouts" />
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'max-md:hidden')}>
          {candidate.costMicroUsdSoFar === null ? (
            <NotRecorded reason="the source does not say its cost" />
          ) : (
            formatMoney(candidate.costMicroUsdSoFar)
          )}
        </Td>
        <Td numeric className={cx(NARROW_CELL, 'max-lg:hidden')}>
          {candidate.secondsSoFar === null ? (
            <NotRecorded reason="the source does not say its time" />
          ) : (
            <Quantity parts={durationParts(candidate.secondsSoFar * 1000)} />
          )}
        </Td>
      </Tr>
      {open ? (
        <Tr className="max-md:block max-md:border-line max-md:border-b max-md:px-4 max-md:py-2">
          <Td wrap colSpan={COLUMNS} className="max-md:block max-md:h-auto max-md:border-0! max-md:p-0!">
            <CandidateDetail candidate={candidate} />
          </Td>
        </Tr>
      ) : null}
    </>
  )
}

function Score({ value }: { value: number | null }) {
  return value === null ? <NotRecorded reason="not scored" /> : <span title={String(value)}>{scoreText(value)}</span>
}

function CandidateDetail({ candidate }: { candidate: CandidateWire }) {
  const { parent, generation, text, textChars, flags, ref, data } = candidate
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-l-2 pl-3 md:ml-6">
      <FactList>
        {generation === null ? null : <Fact label="Generation">{formatInteger(generation)}</Fact>}
        {parent === null ? null : (
          <Fact label="Parent">
            <HostileText text={parent.nativeId ?? parent.id} max={120} mono />
          </Fact>
        )}
        {flags.length === 0 ? null : (
          <Fact label="Flags">{flags.map((flag) => plainText(flagLabel(flag), 60)).join(', ')}</Fact>
        )}
        {ref === null ? null : (
          <Fact label="Evidence">
            <HostileText text={ref} max={200} mono />
          </Fact>
        )}
      </FactList>
      {text === null ? null : (
        <div className="rounded-md bg-sunken px-3 py-2">
          <HostileText text={text} lines max={1_500} />
          {textChars !== null && textChars > text.length ? (
            <p className="pt-1 text-12 text-3">
              the first {formatInteger(text.length)} of {formatInteger(textChars)} characters
            </p>
          ) : null}
        </div>
      )}
      <DataList data={data} restLabel="What else the source records" />
    </div>
  )
}
