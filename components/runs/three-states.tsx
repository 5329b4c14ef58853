'use client'

import Link from 'next/link'
import { HostileText } from '@/components/ui/hostile-text'
import { NotRecorded } from '@/components/ui/num'
import { StateBetween, StateStep, StateWord } from '@/components/ui/state-steps'
import { ToneShape } from '@/components/ui/tone-shape'
import type { Fleet } from '@/lib/http/wire'
import { statusClass } from '@/lib/model/status'
import { RUN_LIST } from '@/lib/runs/filters'
import { phaseWords } from '@/lib/runs/run-numbers'
import type { RunDetail } from '@/lib/runs/schema'
import { classWords } from '@/lib/runs/status'
import { exactTime } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

interface RunProps {
  run: RunDetail
}

/** What the source said, what that is in our words, what evidence says; and why the last two differ. */
export function ThreeStates({ run, fleet }: RunProps & { fleet: Fleet }) {
  const { conflict, status, statusDerived, phaseCounts } = run
  const phases = [phaseCounts.done > 0 && `${formatInteger(phaseCounts.done)} complete`, ...phaseWords(run)].filter(
    Boolean,
  )
  return (
    <section aria-label="Three states" className="pt-4">
      <div className="mb-2.5 grid justify-start gap-x-5 gap-y-1.5 md:grid-cols-[auto_24px_auto_24px_auto]">
        <StateStep label="Source said" about={writtenAt(run)}>
          {run.statusRaw === null ? (
            <NotRecorded
              reason={run.orphan ? 'the source has no row of this run' : 'the source records no state'}
              words={run.orphan ? 'no row' : 'nothing'}
            />
          ) : (
            <HostileText text={run.statusRaw} max={120} mono className="text-14 [&_bdi]:text-14" />
          )}
        </StateStep>
        <StateBetween sign="→" words="which means" />
        <StateStep label="In our words" about={`class: ${classWords(status)}`}>
          <StateWord status={status} />
        </StateStep>
        {status === 'unknown' ? (
          <StateBetween sign="·" words="says nothing beside" />
        ) : (
          <StateBetween sign={conflict ? '≠' : '='} words={conflict ? 'differs from' : 'agrees with'} loud={conflict} />
        )}
        <StateStep
          label="Evidence says"
          about={[`class: ${classWords(statusDerived)}`, phases.join(', ')].filter(Boolean).join(' · ')}
        >
          <StateWord status={statusDerived} />
        </StateStep>
      </div>
      {conflict ? <Why run={run} fleet={fleet} /> : null}
    </section>
  )
}

function writtenAt({ evidence, updatedAt, orphan }: RunDetail): string {
  const where = evidence?.ref ?? (orphan ? 'only usage names this run' : 'place not recorded')
  return updatedAt === null ? where : `${where}, written ${exactTime(updatedAt)}`
}

/** The sentence, and how often the same happens in this source. */
function Why({ run, fleet }: RunProps & { fleet: Fleet }) {
  const peers = run.conflictPeers
  const none = RUN_LIST.parse({}).filters
  const all = RUN_LIST.href({ filters: RUN_LIST.change(none, { conflict: true, system: run.system }) }, fleet)
  const same = RUN_LIST.href(
    {
      filters: RUN_LIST.change(none, {
        conflict: true,
        system: run.system,
        statusSourceClass: statusClass(run.status) ?? undefined,
        statusClass: statusClass(run.statusDerived) ?? undefined,
      }),
    },
    fleet,
  )
  return (
    <p className="flex gap-2.5 rounded-md bg-warn-tint px-3 py-2 text-14">
      <ToneShape tone="warn" className="mt-[5px]" />
      <span className="min-w-0">
        <HostileText text={run.conflictReason ?? 'The state that the source wrote contradicts its phases.'} />{' '}
        {peers ? (
          <>
            <Link href={all} className="text-accent underline hover:no-underline">
              {formatInteger(peers.conflicting)} of {formatInteger(peers.ofRuns)} runs
            </Link>{' '}
            of this source contradict their phases;{' '}
            <Link href={same} className="text-accent underline hover:no-underline">
              {formatInteger(peers.sameWay)} of them in this way
            </Link>
            .
          </>
        ) : null}
      </span>
    </p>
  )
}
