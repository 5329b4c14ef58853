import { Quantity } from '@/components/ui/num'
import { NumberStrip, type StripNumber } from '@/components/ui/number-strip'
import type { HealthWire } from '@/lib/health/schema'
import type { SourcesReply } from '@/lib/imports/schema'
import { largestLag } from '@/lib/imports/source-words'
import { durationParts } from '@/lib/time/format'
import { formatInteger } from '@/lib/time/format-quantity'

/** Longer than this and what the pages show is not what happens now. */
const LAG_AIM_S = 3

interface SourcesNumbersProps {
  reply: SourcesReply | undefined
  health: HealthWire | undefined
}

/** What is wrong with the way in, in five numbers. */
export function SourcesNumbers({ reply, health }: SourcesNumbersProps) {
  return (
    <NumberStrip
      label="Sources in numbers"
      numbers={[
        failing(reply),
        lag(reply),
        told('Rejected', health?.ingest.rejected, 'files and records, in everything imported', 'bad'),
        told('Unknown types', health?.ingest.unparsed, 'in everything imported', 'warn'),
        told('Without a price', health?.ingest.unpriced, 'usage events in everything imported', undefined),
      ]}
    />
  )
}

const NOT_READ = { value: 'not known', unknown: true, detail: 'not read yet' } as const

function failing(reply: SourcesReply | undefined): StripNumber {
  if (!reply) return { label: 'Failing', ...NOT_READ }
  const count = reply.sources.filter(({ state }) => state === 'failing').length
  return {
    label: 'Failing',
    value: formatInteger(count),
    detail: `of ${formatInteger(reply.sources.length)} ${reply.sources.length === 1 ? 'source' : 'sources'}`,
    tone: count > 0 ? 'bad' : undefined,
  }
}

function lag(reply: SourcesReply | undefined): StripNumber {
  if (!reply) return { label: 'Largest lag', ...NOT_READ }
  const seconds = largestLag(reply.sources)
  const watched = reply.sources.filter(({ lagSeconds }) => lagSeconds !== null).length
  if (seconds === null) {
    return { label: 'Largest lag', value: 'none', unknown: true, detail: 'no source is watched' }
  }
  return {
    label: 'Largest lag',
    value: <Quantity parts={durationParts(Math.ceil(seconds) * 1_000)} />,
    detail: `aim under ${LAG_AIM_S} s; ${formatInteger(watched)} watched`,
    tone: seconds > LAG_AIM_S ? 'warn' : undefined,
  }
}

function told(label: string, value: number | undefined, detail: string, tone: StripNumber['tone']): StripNumber {
  if (value === undefined) return { label, ...NOT_READ }
  return { label, value: formatInteger(value), detail, tone: value > 0 ? tone : undefined }
}
