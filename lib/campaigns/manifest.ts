import { z } from 'zod'
import { Count, IsoTime, Tokens } from '@/lib/http/wire'
import { REQUESTERS } from '@/lib/pairs/schema'
import { CampaignSettings } from './schema'

export const MANIFEST_FORMAT = 'pitwall.replay-manifest'
export const MANIFEST_VERSION = 1

const { varied, values, calibration, batchSize, note } = CampaignSettings.shape

/** What the orchestrator is given; equal campaigns have equal bytes. Documented in docs/campaigns.md: a change that old readers would not survive is a new version. */
export const Manifest = z.object({
  format: z.literal(MANIFEST_FORMAT),
  version: z.literal(MANIFEST_VERSION),
  campaign: z.object({ id: z.string(), name: z.string(), createdAt: IsoTime, createdBy: z.enum(REQUESTERS) }),
  filter: z.record(z.string(), z.string()),
  settings: z.object({ varied, values, calibration, note }),
  batchSize,
  runs: z.array(
    z.object({
      /** From 1; runs of one batch may go at the same time. */
      batch: Count,
      system: z.string(),
      instance: z.string(),
      originalId: z.string(),
      replayId: z.string(),
      /** What an own record says in its field of this name. */
      replayOf: z.string(),
      planHash: z.string().nullable(),
      cause: z.string().nullable(),
      tokens: Tokens,
    }),
  ),
})
export type Manifest = z.infer<typeof Manifest>
