import 'server-only'
import type { Pairing, Replay } from '@/lib/campaigns/pair-replays'
import type { CampaignPair, CampaignSettings, ReplayWire } from '@/lib/campaigns/schema'
import type { Context } from '@/lib/context'
import type { StoredCampaignRun } from '@/lib/db/campaign-store'
import { toCountOrNull } from '@/lib/http/amounts'
import { runIdOf } from '@/lib/model/ids'
import { toStatus } from '@/lib/model/status'
import { checkRuns } from '@/lib/pairs/server/check-runs'
import { toCause } from '@/lib/runs/server/run-wire'
import { refuses } from '@/lib/validity/levels'

/** Replays of one original that are told one by one. */
const SUPERSEDED_MAX = 20
const MODE = 'strict'

/** What came of one chosen run. Two runs are held against each other only when both are over. */
export async function toPairWire(
  ctx: Context,
  run: StoredCampaignRun,
  { state, replay, superseded }: Pairing,
  settings: CampaignSettings,
): Promise<CampaignPair> {
  const isFinal = state === 'final' && replay !== null
  return {
    originalId: run.originalId,
    original: { status: toStatus(run.status), cause: toCause(run.cause), tokens: toCountOrNull(run.tokens) },
    replayId: runIdOf(run.instanceId, run.replayKey),
    state,
    replay: replay && toReplayWire(replay),
    superseded: { items: superseded.slice(0, SUPERSEDED_MAX).map(toReplayWire), total: superseded.length },
    comparison: isFinal ? await compare(ctx, run.originalId, replay.run.id, settings) : null,
  }
}

const toReplayWire = ({ run, by }: Replay): ReplayWire => ({
  ...{ id: run.id, by, cause: toCause(run.cause), tokens: run.tokens },
  status: run.status === 'unknown' ? run.statusDerived : run.status,
  beganAt: run.beganAt === '' ? null : run.beganAt,
})

async function compare(
  ctx: Context,
  control: string,
  treatment: string,
  { varied, calibration, metric }: CampaignSettings,
): Promise<CampaignPair['comparison']> {
  const asked = { control, treatment, varied, mode: MODE, calibration } as const
  const { valid, withheld, checks } = await checkRuns(ctx, asked, 'http')
  const isValid = valid && !(metric === 'tokens' && withheld.includes('tokens'))
  const override = isValid
    ? null
    : await ctx.db.pairOverride.findFirst({
        where: { controlRunId: control, treatmentRunId: treatment, valid: true },
        orderBy: [{ at: 'desc' }, { id: 'desc' }],
        select: { reason: true },
      })
  return {
    valid: isValid,
    override: override?.reason ?? null,
    refusals: checks
      .filter((check) => refuses(check, MODE) || (metric === 'tokens' && check.only === 'tokens'))
      .map(({ name, level, detail }) => ({ name, level, detail })),
  }
}
