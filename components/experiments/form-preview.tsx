'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { plainText } from '@/components/ui/visible-text'
import { previewQuery } from '@/lib/experiments/choice-queries'
import { decisionWords, matchWords, powerWords } from '@/lib/experiments/decision-words'
import type { ExperimentPreview } from '@/lib/experiments/declare-schema'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import { plural } from '@/lib/experiments/words'

const PAUSE_MS = 400

/** The value once it has not changed for a moment. */
function useSettled<T>(value: T, key: string): T {
  const [settled, setSettled] = useState({ value, key })
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ value, key }), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [value, key])
  return settled.value
}

interface FormPreviewProps {
  /** Null while something is missing. */
  definition: ExperimentDefinition | null
  /** Why nothing can be counted, whatever is written. */
  off: string | null
}

/** What will be decided and how, and how many pairs there would be. No result of them is shown. */
export function FormPreview({ definition, off }: FormPreviewProps) {
  const asked = useSettled(off === null ? definition : null, off ?? JSON.stringify(definition))
  const { data, error } = useQuery(previewQuery(asked))
  if (definition === null)
    return <p className="text-3">What will be decided stands here as soon as both arms are chosen.</p>
  return (
    <div className="grid gap-1.5" aria-live="polite">
      <p data-decision className="max-w-note border-accent border-l-[3px] py-0.5 pl-4 text-14">
        <HostileText text={decisionWords(definition)} max={1_200} />
      </p>
      {off !== null ? (
        <p className="text-3">{off}</p>
      ) : error ? (
        <p className="text-bad">
          <HostileText text={error.message} />
        </p>
      ) : data && asked ? (
        <Counts preview={data} power={asked.power} />
      ) : (
        <p className="text-3">Counting pairs …</p>
      )}
    </div>
  )
}

function Counts({ preview, power }: { preview: ExperimentPreview; power: number }) {
  const { arms, alone, repeats } = preview
  const found = powerWords(preview, power)
  return (
    <div data-preview className="grid gap-1 text-2">
      <p>
        <b className="font-semibold text-1">{matchWords(preview)}</b> {found}
      </p>
      <ul className="grid gap-0.5 text-12">
        {(['control', 'treatment'] as const).map((arm) => (
          <li key={arm}>{armWords(arm, arms[arm])}</li>
        ))}
      </ul>
      {alone.length > 0 ? (
        <p className="text-12 text-3">
          Without partner, for example: {plainText(alone.map(({ arm, key }) => `${key} (${arm})`).join(', '), 300)}
        </p>
      ) : null}
      {repeats === 'clusters' ? <p className="text-12 text-3">Repeats of an item are pairs of one cluster.</p> : null}
    </div>
  )
}

const number = (count: number) => count.toLocaleString('en-US')

function armWords(name: string, { results, runs, matched, excluded, unmatched }: ExperimentPreview['arms']['control']) {
  const lost = excluded.map(({ cause, count }) => `${number(count)} ${cause}`).join(', ')
  return [
    `${name}: ${plural(results, 'result')} of ${plural(runs, 'run')}, ${number(matched)} matched`,
    ...(unmatched > 0 ? [`${number(unmatched)} without partner`] : []),
    ...(lost === '' ? [] : [`excluded: ${lost}`]),
  ].join(', ')
}
