'use client'

import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useSeen } from '@/components/charts/use-seen'
import { EmptyState } from '@/components/ui/empty-state'
import { Section } from '@/components/ui/section'
import { waterfallModel } from '@/lib/charts/waterfall-model'
import type { WaterfallWire } from '@/lib/compare/schema'
import { barDoubt, signed } from '@/lib/compare/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { WaterfallTable } from './waterfall-table'

/** recharts comes with the first chart that is seen, not with the page. */
const WaterfallBars = dynamic(() => import('@/components/charts/waterfall-bars').then((file) => file.WaterfallBars), {
  ssr: false,
})

const BARS_MAX = 16
const TITLE = 'Where the tokens went otherwise'

/** The difference in tokens, phase by phase; what was estimated to be avoided has no place here. */
export function WaterfallSection({ waterfall }: { waterfall: WaterfallWire }) {
  const [ref, seen] = useSeen<HTMLDivElement>()
  const [asTable, setAsTable] = useState(false)
  const { delta, bars } = waterfall
  const values = bars.map((bar) => ({ key: bar.key, label: bar.label, value: bar.delta, doubt: barDoubt(bar) }))
  const model = waterfallModel(values, 'Difference', BARS_MAX)
  const summary = delta === null ? 'no difference to tell' : `${signed(delta)} tokens, treatment − control`
  return (
    <Section
      title={TITLE}
      meta={summary}
      actions={
        delta === null ? null : (
          <button
            type="button"
            className="text-accent hover:underline"
            aria-label={`${asTable ? 'View as chart' : 'View as table'}: ${TITLE}`}
            onClick={() => setAsTable(!asTable)}
          >
            {asTable ? 'View as chart' : 'View as table'}
          </button>
        )
      }
    >
      {delta === null ? (
        <EmptyState kind="nothing-yet" title="No difference in tokens can be told">
          <p>{missingWords(waterfall)}</p>
        </EmptyState>
      ) : asTable ? (
        <WaterfallTable waterfall={waterfall} />
      ) : (
        <figure className="m-0" aria-label={`${TITLE}: ${summary}`}>
          <div ref={ref} style={{ minHeight: model.slots.length * 26 + 24 }}>
            {seen ? <WaterfallBars name={`${TITLE}, ${summary}`} model={model} format={signed} /> : null}
          </div>
        </figure>
      )}
      <Notes waterfall={waterfall} />
    </Section>
  )
}

function missingWords({ control, treatment }: WaterfallWire): string {
  if (control === null && treatment === null) return 'Neither run has recorded tokens.'
  return `The ${control === null ? 'control' : 'treatment'} has no recorded tokens.`
}

/** What the bars cannot show. */
function Notes({ waterfall: { bars, incomplete, delta } }: { waterfall: WaterfallWire }) {
  if (delta === null) return null
  const unknown = bars.filter(({ unknown: side }) => side !== 'none').length
  const events = (['control', 'treatment'] as const)
    .filter((side) => incomplete[side] > 0)
    .map((side) => `${formatInteger(incomplete[side])} of the ${side}`)
  const notes = [
    'The bars add up to the difference exactly; measured tokens only.',
    ...(unknown > 0 ? [`Hatched or empty: ${formatInteger(unknown)} with a side that records no tokens.`] : []),
    ...(events.length > 0 ? [`Usage events that record no or only a part of their tokens: ${events.join(', ')}.`] : []),
  ]
  return <p className="pt-1 text-12 text-3">{notes.join(' ')}</p>
}
