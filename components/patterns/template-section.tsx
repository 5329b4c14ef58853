'use client'

import { useState } from 'react'
import { CopyButton } from '@/components/ui/copy'
import { HostileText } from '@/components/ui/hostile-text'
import { Facts } from '@/components/ui/section'
import { whyOne } from '@/lib/patterns/detail-words'
import type { PatternDetail } from '@/lib/patterns/schema'
import { MaskBox, TemplateText } from './template-text'

const SHOWN_MAX = 1_200

/** The template on top, and why all its messages are one pattern. */
export function TemplateSection({ pattern }: { pattern: PatternDetail }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <section aria-label="Template" className="grid gap-2 pt-4">
      <p className="wrap-anywhere max-h-48 overflow-y-auto rounded-md bg-sunken px-4 py-3 font-mono text-14 [&_b]:rounded-sm [&_b]:bg-accent [&_b]:px-1 [&_b]:text-on-accent">
        <TemplateText text={pattern.template} max={SHOWN_MAX} />
      </p>
      <p className="text-12 text-2">
        <MaskBox>dashed</MaskBox> is masked and may differ; the rest is kept, an HTTP status or exit code always.{' '}
        {whyOne(pattern)}.{' '}
        <button
          type="button"
          aria-expanded={isOpen}
          className="text-accent hover:underline"
          onClick={() => setOpen(!isOpen)}
        >
          {isOpen ? 'Less' : 'Why one?'}
        </button>
      </p>
      {isOpen ? <Why pattern={pattern} /> : null}
    </section>
  )
}

/** What the fingerprint is made of, to be made again by anyone. */
function Why({ pattern: { fingerprint, algorithm, hashInput, rule, autopackSignatures } }: { pattern: PatternDetail }) {
  const facts = [
    {
      label: 'Fingerprint',
      value: (
        <>
          <code className="font-mono text-12">{fingerprint}</code>
          <CopyButton text={fingerprint} label="Copy the fingerprint" />
        </>
      ),
    },
    { label: 'Algorithm', value: <code className="font-mono text-12">{algorithm}</code> },
    {
      label: 'Hash input',
      value: <HostileText text={hashInput} lines max={SHOWN_MAX} className="rounded-sm bg-sunken px-2 py-1" />,
    },
    {
      label: 'Type and cause by',
      value: rule === null ? 'no entry of the catalogue knows it' : <HostileText text={rule} max={80} mono />,
    },
    ...(autopackSignatures.length === 0
      ? []
      : [
          {
            label: 'Autopack’s own',
            value: (
              <ul className="grid max-h-40 gap-1 overflow-y-auto">
                {autopackSignatures.map((signature) => (
                  <li key={signature}>
                    <HostileText text={signature} max={160} mono />
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
  ]
  return <Facts facts={facts} className="max-md:grid-cols-1" />
}
