import { Section } from '@/components/ui/anchored-section'
import { EmptyState } from '@/components/ui/empty-state'
import { HostileText } from '@/components/ui/hostile-text'
import { StatusMark } from '@/components/ui/status'
import { flagLabel } from '@/lib/model/flags'
import { byWeight, flagTone } from '@/lib/runs/flag-tone'
import type { RunDetail } from '@/lib/runs/schema'

/** What was found wrong in the record, in words, with the column that shows it. */
export function FlagsSection({ run }: { run: RunDetail }) {
  const flags = byWeight(run.flagDetails)
  return (
    <Section
      id="flags"
      title="Flags"
      count={flags.length}
      about="what was found wrong in the record, with the column that shows it"
    >
      {flags.length === 0 ? (
        <EmptyState kind="all-clear" title="Nothing was found wrong in this record" />
      ) : (
        <ul className="bleed">
          {flags.map(({ name, detail, evidence }) => (
            <li
              key={name}
              className="page-x grid min-h-(--row) items-center gap-x-4 gap-y-0.5 border-line py-1.5 not-last:border-b hover:bg-hover md:grid-cols-[190px_minmax(0,1fr)_auto]"
            >
              <StatusMark tone={flagTone(name)} title={name}>
                {flagLabel(name)}
              </StatusMark>
              <span className="text-2">
                <HostileText text={detail} />
              </span>
              <span className="text-2 md:max-w-80 md:text-right">
                <HostileText text={evidence} max={120} mono />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Section>
  )
}
