import type { ReactNode } from 'react'
import { HostileText } from '@/components/ui/hostile-text'
import { ToneShape } from '@/components/ui/tone-shape'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'

/** What has to be known before anything below is believed. The stamps go with every export. */
export function Stamps({ experiment }: { experiment: ExperimentDetail }) {
  const { validity, declared, versions, warnings } = experiment
  const newest = versions[0]
  return (
    <>
      {validity.override === null ? null : (
        <Stamp word="Exploratory">
          The checks were overridden: “
          <HostileText text={validity.override.reason} max={300} />
          ”. The stamp goes with every export.
        </Stamp>
      )}
      {declared ? null : (
        <Stamp word="Not declared" quiet>
          Nobody fixed arms, metric and test before the results: read everything below as exploratory.
        </Stamp>
      )}
      {newest?.afterResults ? (
        <Stamp word="Changed afterwards">
          Version {newest.version} was written after results had been shown
          {newest.reason === null ? null : (
            <>
              : “<HostileText text={newest.reason} max={300} />”
            </>
          )}
          .
        </Stamp>
      ) : null}
      {warnings.map(({ name, detail }) => (
        <Stamp key={`${name} ${detail}`} word={name.replaceAll('_', ' ')}>
          <HostileText text={detail} max={400} />
        </Stamp>
      ))}
    </>
  )
}

interface StampProps {
  word: string
  /** A condition, and no fault. */
  quiet?: boolean
  children: ReactNode
}

function Stamp({ word, quiet = false, children }: StampProps) {
  return (
    <p
      className={`bleed page-x flex flex-wrap items-baseline gap-x-2.5 gap-y-0.5 border-line border-b py-2 text-13 text-2 ${quiet ? 'bg-sunken' : 'bg-warn-tint'}`}
    >
      <b
        className={`inline-flex items-center gap-1.5 text-12 first-letter:uppercase ${quiet ? 'text-2' : 'text-warn'}`}
      >
        <ToneShape tone={quiet ? 'idle' : 'warn'} />
        {word}
      </b>
      <span className="min-w-0 max-w-note">{children}</span>
    </p>
  )
}
