import { Badge, StatusMark } from '@/components/ui/status'
import type { PatternSummary } from '@/lib/patterns/schema'
import { shownState, TREND_WORDS } from '@/lib/patterns/words'

/** Shape and word; coloured only where somebody has to look. */
export function StateBadge({ pattern }: { pattern: Pick<PatternSummary, 'state' | 'lane' | 'trend'> }) {
  const { label, tone, about, needsSomeone } = shownState(pattern)
  const Mark = needsSomeone ? Badge : StatusMark
  return (
    <Mark tone={tone} title={`${label}: ${about}; trend: ${TREND_WORDS[pattern.trend]}`}>
      {label}
    </Mark>
  )
}
