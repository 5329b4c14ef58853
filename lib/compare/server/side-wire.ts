import 'server-only'
import type { AlignedParts } from '@/lib/compare/align-parts'
import type { PhasePairWire, PhaseSideWire, WaterfallWire } from '@/lib/compare/schema'
import { type PartTokens, tokenWaterfall, type WaterfallPart } from '@/lib/compare/token-waterfall'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import type { RunSide, SidePhase } from './run-side'

type Pair = AlignedParts<SidePhase>

const labelOf = ({ name, nativeId }: SidePhase) => name ?? nativeId

function sideOf(phase: SidePhase | null): PhaseSideWire | null {
  if (phase === null) return null
  const { wire, position } = phase
  const { attempts, firstEvidenceAt: first, lastEvidenceAt: last } = wire
  const none = attempts.length === 0
  return {
    id: wire.id,
    label: labelOf(phase),
    type: wire.phaseType,
    position,
    status: wire.status,
    attempts: none ? null : attempts.length,
    failedAttempts: none ? null : attempts.filter(({ outcome }) => outcome === 'failed').length,
    durationMs: first === null || last === null || first === last ? null : Date.parse(last) - Date.parse(first),
    tokens: wire.tokens,
    costMicroUsd: wire.costMicroUsd,
    costIsLowerBound: wire.costIsLowerBound,
    costLowerBoundReasons: wire.costLowerBoundReasons,
  }
}

/** Phases of both runs as they were aligned. */
export function phasePairs(pairs: readonly Pair[]): PhasePairWire[] {
  return pairs.map(({ control, treatment, by, moved, repeat }) => ({
    by,
    moved,
    repeat,
    control: sideOf(control),
    treatment: sideOf(treatment),
  }))
}

const tokensOf = (phase: SidePhase | null): PartTokens => (phase === null ? 'absent' : phase.tokens)

/** One name, or both where a pair has two. */
function labelOfPair({ control, treatment }: Pair): string {
  const [before, after] = [control && labelOf(control), treatment && labelOf(treatment)]
  return before !== null && after !== null && before !== after ? `${before} → ${after}` : (before ?? after ?? '')
}

function partOf(pair: Pair, index: number): WaterfallPart {
  const { control, treatment } = pair
  return {
    key: String(index),
    label: labelOfPair(pair),
    control: tokensOf(control),
    treatment: tokensOf(treatment),
  }
}

const OUTSIDE = 'outside'

/** The difference in tokens, phase by phase, and what was spent outside of phases as a bar of its own. */
export function waterfallOf(pairs: readonly Pair[], control: RunSide, treatment: RunSide): WaterfallWire {
  const hasOutside = control.outside !== 'absent' || treatment.outside !== 'absent'
  const outside = { key: OUTSIDE, label: 'Outside of phases', control: control.outside, treatment: treatment.outside }
  const waterfall = tokenWaterfall([...pairs.map(partOf), ...(hasOutside ? [outside] : [])])
  return {
    control: toCountOrNull(waterfall.control),
    treatment: toCountOrNull(waterfall.treatment),
    delta: toCountOrNull(waterfall.delta),
    bars: waterfall.bars.map((bar) => ({
      ...bar,
      kind: bar.key === OUTSIDE ? 'outside' : 'phase',
      control: toCountOrNull(bar.control),
      treatment: toCountOrNull(bar.treatment),
      delta: toCountOrNull(bar.delta),
    })),
    incomplete: { control: toCount(control.incomplete), treatment: toCount(treatment.incomplete) },
  }
}
