import { Section } from '@/components/ui/anchored-section'
import type { RunDetail } from '@/lib/runs/schema'
import { UsageTable } from './usage-table'

/** Usage by model and role. A class that no event of a row knows is a dash; a total without classes is unsplit. */
export function UsageSection({ run }: { run: RunDetail }) {
  if (run.usageBy.length === 0) {
    return (
      <Section id="usage" title="Usage">
        <p className="text-2">Not recorded: no usage event names this run.</p>
      </Section>
    )
  }
  const isUnsplit = run.usage.unsplit !== null && run.usage.unsplit === run.usage.total
  return (
    <Section
      id="usage"
      title="Usage"
      about={isUnsplit ? 'by model and role; only totals are recorded, their classes are not' : 'by model and role'}
    >
      <UsageTable run={run} />
    </Section>
  )
}
