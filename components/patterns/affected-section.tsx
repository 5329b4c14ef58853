import Link from 'next/link'
import { Section } from '@/components/ui/anchored-section'
import { RelativeTime } from '@/components/ui/relative-time'
import { middleTruncate, plainText } from '@/components/ui/visible-text'
import type { Fleet } from '@/lib/http/wire'
import { paths } from '@/lib/paths'
import type { PatternDetail, PatternSubjectWire } from '@/lib/patterns/schema'
import { plural } from '@/lib/patterns/words'
import { formatInteger } from '@/lib/time/format-quantity'
import { SessionCells } from './session-cells'

const [NAME_MAX, ID_MAX] = [46, 20]
const LINK = 'text-accent hover:underline'
const GROUPS = [
  { kind: 'runs', title: 'Runs' },
  { kind: 'sessions', title: 'Sessions' },
  { kind: 'phases', title: 'Phases' },
  { kind: 'jobs', title: 'Jobs' },
] as const

interface AffectedProps {
  pattern: PatternDetail
  fleet: Fleet
}

/** Runs, sessions, phases and jobs in which it was seen last. */
export function AffectedSection({ pattern, fleet }: AffectedProps) {
  const { subjects, recurrence } = pattern
  // How many jobs there are is not counted.
  const counts = { runs: pattern.runs, sessions: pattern.sessions, phases: pattern.phases, jobs: 0 }
  const groups = GROUPS.filter(({ kind }) => subjects[kind].length > 0)
  if (groups.length === 0) return null
  return (
    <Section
      id="affected"
      title="Where it was seen"
      about="newest first"
      actions={recurrence.cells.length > 0 ? <SessionCells cells={recurrence.cells} /> : null}
    >
      <div className="grid gap-4">
        {groups.map(({ kind, title }) => (
          <Group key={kind} title={title} all={counts[kind]} rows={subjects[kind]} pattern={pattern} fleet={fleet} />
        ))}
      </div>
    </Section>
  )
}

interface GroupProps extends AffectedProps {
  title: string
  /** How many there are; the newest are shown. */
  all: number
  rows: readonly PatternSubjectWire[]
}

function Group({ title, all, rows, pattern, fleet }: GroupProps) {
  const hidden = all - rows.length
  return (
    <section aria-label={title}>
      <h3 className="pb-0.5 text-12 text-2">{title}</h3>
      <ul className="max-h-64 overflow-y-auto">
        {rows.map((row) => (
          <Subject key={row.id} row={row} pattern={pattern} fleet={fleet} />
        ))}
      </ul>
      {hidden > 0 ? <p className="pt-1 text-12 text-3">and {formatInteger(hidden)} more</p> : null}
    </section>
  )
}

/** Of a phase there is no page: its run has one. */
function hrefOf({ kind, id, runId }: PatternSubjectWire, fleet: Fleet): string | null {
  if (kind === 'run') return paths.run(id, fleet)
  if (kind === 'session') return paths.session(id, fleet)
  if (kind === 'job') return paths.job(id, fleet)
  return runId === null ? null : paths.run(runId, fleet)
}

function Subject({ row, pattern, fleet }: { row: PatternSubjectWire } & AffectedProps) {
  const { kind, id, name, occurrences, lastAt } = row
  const href = hrefOf(row, fleet)
  const nativeId = id.replace(/^[^:]*:/, '')
  const text = plainText(middleTruncate(name ?? nativeId, NAME_MAX))
  const times = plural(occurrences, 'time')
  return (
    <li className="flex min-h-(--row) min-w-0 items-center gap-x-3 border-line not-last:border-b">
      <span className="min-w-0 flex-1 truncate" title={plainText(id)}>
        {href === null ? (
          <bdi>{text}</bdi>
        ) : (
          <Link href={href} prefetch={false} className="hover:underline">
            <bdi>{text}</bdi>
          </Link>
        )}
        {name === null ? null : (
          <bdi className="pl-2 font-mono text-12 text-3">{plainText(middleTruncate(nativeId, ID_MAX))}</bdi>
        )}
      </span>
      {kind === 'run' ? (
        <Link
          href={`${paths.pattern(pattern.id, fleet, { run: id })}#occurrences`}
          scroll={false}
          className={`flex-none text-12 ${LINK}`}
        >
          {times}
        </Link>
      ) : (
        <span className="flex-none text-12 text-2">{times}</span>
      )}
      <span className="w-24 flex-none text-right text-12 text-3">
        <RelativeTime at={lastAt} />
      </span>
    </li>
  )
}
