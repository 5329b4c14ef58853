'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { RelativeTime } from '@/components/ui/relative-time'
import { Section } from '@/components/ui/section'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { loudestQuery } from '@/lib/patterns/detail-queries'
import { triageCountQuery } from '@/lib/patterns/queries'
import type { PatternSummary } from '@/lib/patterns/schema'
import { recurrenceWords } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { useClockText } from '@/lib/time/page-clock'
import { StateBadge } from './state-badge'
import { TemplateText } from './template-text'

const TITLE_MAX = 110

/** The loudest patterns that nobody has judged yet; nothing where all are. */
export function TriageSection({ fleet }: { fleet: Fleet }) {
  const { data } = useQuery(loudestQuery(fleet))
  const { data: counts } = useQuery(triageCountQuery(fleet))
  const today = useClockText((nowMs) => new Date(nowMs).toISOString().slice(0, 10))
  if (!data || data.items.length === 0) return null
  const all = counts?.triage ?? data.items.length
  return (
    <Section
      title="Patterns that need triage"
      count={formatInteger(all)}
      meta="regressed, escalating, new: loudest first"
      actions={
        <Link href={paths.patterns(fleet, { lane: 'triage' })} className="text-accent hover:underline">
          Triage all
        </Link>
      }
    >
      <ul>
        {data.items.map((pattern) => (
          <Row key={pattern.id} pattern={pattern} today={today} fleet={fleet} />
        ))}
      </ul>
    </Section>
  )
}

function Row({ pattern, today, fleet }: { pattern: PatternSummary; today: string; fleet: Fleet }) {
  const { strong, rest, title } = recurrenceWords(pattern, today)
  return (
    <li className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-0.5 border-line py-1 not-last:border-b">
      <span className="w-32 flex-none">
        <StateBadge pattern={pattern} />
      </span>
      <Link
        href={paths.pattern(pattern.id, fleet)}
        prefetch={false}
        title={plainText(pattern.template)}
        className="min-w-48 flex-1 truncate font-semibold hover:underline"
      >
        <TemplateText text={pattern.title} max={TITLE_MAX} />
      </Link>
      <span className="text-12 text-2" title={title}>
        {strong}
        {rest}
      </span>
      <span className="w-24 flex-none text-right text-12 text-3">
        <RelativeTime at={pattern.lastSeenAt} />
      </span>
    </li>
  )
}
