'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { QueryError } from '@/components/shell/query-error'
import { Section } from '@/components/ui/anchored-section'
import { RelativeTime } from '@/components/ui/relative-time'
import { plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import { subjectPatternsQuery } from '@/lib/patterns/detail-queries'
import type { SubjectPatterns } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { StateBadge } from './state-badge'
import { TemplateText } from './template-text'

const TITLE_MAX = 110

interface SubjectPatternsProps {
  kind: 'run' | 'session' | 'job'
  id: string
  fleet: Fleet
}

/** The failure patterns seen in one run, session or job; nothing at all where there is none. */
export function SubjectPatternsSection({ kind, id, fleet }: SubjectPatternsProps) {
  const { data, error, refetch } = useQuery(subjectPatternsQuery(kind, id, fleet))
  if (error && !data) {
    return (
      <Section id="patterns" title="Patterns">
        <QueryError what="the patterns" error={error} onRetry={() => void refetch()} />
      </Section>
    )
  }
  if (!data || data.items.length === 0) return null
  const hidden = data.total - data.items.length
  return (
    <Section
      id="patterns"
      title="Patterns"
      count={formatInteger(data.total)}
      about={`failures that are alike, most often in this ${kind} first`}
      actions={
        <Link href={paths.patterns(fleet)} className="text-accent hover:underline">
          All patterns
        </Link>
      }
    >
      <ul>
        {data.items.map((item) => (
          <Row key={item.pattern.id} item={item} kind={kind} subject={id} fleet={fleet} />
        ))}
      </ul>
      {hidden > 0 ? <p className="pt-1 text-12 text-3">and {formatInteger(hidden)} more</p> : null}
    </Section>
  )
}

interface RowProps {
  item: SubjectPatterns['items'][number]
  kind: SubjectPatternsProps['kind']
  subject: string
  fleet: Fleet
}

function Row({ item: { pattern, occurrences, lastAt }, kind, subject, fleet }: RowProps) {
  const { id, title, template, recurrence } = pattern
  return (
    <li className="flex min-h-(--row) flex-wrap items-center gap-x-3 gap-y-0.5 border-line py-1 not-last:border-b">
      <span className="w-28 flex-none">
        <StateBadge pattern={pattern} />
      </span>
      <Link
        href={paths.pattern(id, fleet, kind === 'run' ? { run: subject } : {})}
        prefetch={false}
        title={plainText(template)}
        className="min-w-40 flex-1 truncate hover:underline"
      >
        <TemplateText text={title} max={TITLE_MAX} />
      </Link>
      {recurrence.told === null ? null : <span className="text-12 text-2">{recurrence.told}</span>}
      <span className="flex-none text-12 text-2">{plural(occurrences, 'time')}</span>
      <span className="w-24 flex-none text-right text-12 text-3">
        <RelativeTime at={lastAt} />
      </span>
    </li>
  )
}
