'use client'

import Link from 'next/link'
import { cx } from '@/components/ui/cx'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { MiddleTruncate } from '@/components/ui/middle-truncate'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import { SIDES, type Side } from '@/lib/compare/address'
import type { ContextEntryWire, DivergentSideWire, TranscriptsWire } from '@/lib/compare/schema'
import { divergencePlace, divergenceWords, noDivergenceWords, SIDE_WORDS } from '@/lib/compare/words'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { clockTime } from '@/lib/time/format'

interface DivergenceProps {
  transcripts: TranscriptsWire
  fleet: Fleet
}

/** The first step where the transcripts part, with what stands around it on both sides. */
export function DivergenceSection({ transcripts, fleet }: DivergenceProps) {
  const { divergence, state } = transcripts
  return (
    <Section title="Where the transcripts part" {...(divergence ? { meta: divergencePlace(transcripts) } : {})}>
      {divergence === null ? (
        <EmptyState
          kind={state === 'same' ? 'all-clear' : 'nothing-yet'}
          title={state === 'none' ? 'No transcripts to compare' : 'No divergence'}
        >
          <p>{noDivergenceWords(transcripts)}</p>
        </EmptyState>
      ) : (
        <>
          <p className="pb-2">{divergenceWords(divergence)}</p>
          <div className="grid grid-cols-1 gap-x-8 gap-y-4 md:grid-cols-2">
            {SIDES.map((side) => (
              <SideContext key={side} side={side} place={divergence[side]} fleet={fleet} />
            ))}
          </div>
        </>
      )}
      {state === 'none' ? null : <WhatIsCompared />}
    </Section>
  )
}

function SideContext({ side, place, fleet }: { side: Side; place: DivergentSideWire; fleet: Fleet }) {
  const { sessionId, entryId, meetsAt, context } = place
  const to = (entry: string | null | undefined) => paths.session(sessionId, fleet, { entry })
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-1 border-line border-b pb-1">
        <h3 className="font-semibold text-13">{SIDE_WORDS[side]}</h3>
        <MiddleTruncate text={sessionId} max={28} copy={false} className="text-3" />
        <span className="ml-auto flex gap-3 text-12">
          <Link href={to(entryId ?? context.at(-1)?.id)} prefetch={false} className="text-accent hover:underline">
            {entryId === null ? 'Open the end' : 'Open here'}
            <span className="sr-only"> in the session of the {side}</span>
          </Link>
          {meetsAt === null || meetsAt === entryId ? null : (
            <Link href={to(meetsAt)} prefetch={false} className="text-accent hover:underline">
              Where they meet<span className="sr-only"> in the session of the {side}</span>
            </Link>
          )}
        </span>
      </div>
      <ol>
        {context.map((entry) => (
          <ContextEntry key={entry.id} entry={entry} isHere={entry.id === entryId} href={to(entry.id)} />
        ))}
        {entryId === null ? <li className="py-1.5 text-12 text-3">The transcript ends here.</li> : null}
      </ol>
    </div>
  )
}

const KIND_WORDS: Readonly<Record<string, string>> = {
  prompt: 'Prompt',
  text: 'Answer',
  thinking: 'Thinking',
  tool_result: 'Result',
  interruption: 'Interrupted',
  compaction: 'Compaction',
}

function ContextEntry({ entry, isHere, href }: { entry: ContextEntryWire; isHere: boolean; href: string }) {
  const { at, kind, tool, title, text, outcome } = entry
  const name = kind === 'tool_call' ? (tool ?? 'Tool') : (KIND_WORDS[kind] ?? kind.replaceAll('_', ' '))
  const bad = outcome === 'failed' || outcome === 'denied' || outcome === 'interrupted'
  return (
    <li
      aria-current={isHere ? 'step' : undefined}
      className={cx(
        'grid grid-cols-[64px_minmax(0,1fr)] gap-x-2 border-line border-b py-1.5 text-12 last:border-b-0',
        isHere ? 'bg-selected shadow-[inset_2px_0_var(--accent)]' : '',
      )}
    >
      <Link href={href} prefetch={false} className="pl-2 text-3 hover:underline">
        {at === null ? 'no time' : clockTime(at)}
      </Link>
      <div className="min-w-0">
        <span className="font-semibold">
          <bdi>{plainText(name, 40)}</bdi>
        </span>
        {bad ? <span className="text-bad"> {outcome}</span> : null}
        {isHere ? <span className="text-accent"> parts here</span> : null}
        <div className="line-clamp-3 text-2 wrap-anywhere">
          <HostileText text={title ?? text ?? ''} max={200} mono={kind === 'tool_call'} />
        </div>
      </div>
    </li>
  )
}

function WhatIsCompared() {
  return (
    <details className="mt-2 max-w-note text-12 text-2">
      <summary className="inline-flex min-h-6 cursor-pointer items-center text-accent hover:underline">
        What counts as the same step
      </summary>
      <p className="pt-1">
        Steps are prompts, tool calls, interruptions and compactions. Two calls are the same when tool and input are,
        after absolute paths are taken relative to the project (others keep their last part), and times, dates, ids and
        the call’s description of itself are left out. Results count by how a call ended. What the assistant says and
        thinks is compared only where no step differs. Sessions are paired by role and order.
      </p>
    </details>
  )
}
