import 'server-only'
import { z } from 'zod'
import type { StoredOverride } from '@/lib/db/override-rows'
import { textsOf } from '@/lib/http/stored-json'
import type { OverrideWire } from '@/lib/pairs/override-schema'
import { CHECK_LEVELS, refuses } from '@/lib/validity/levels'

const StoredChecks = z.array(
  z.object({
    ...{ name: z.string(), level: z.enum(CHECK_LEVELS), detail: z.string() },
    only: z.literal('tokens').optional(),
  }),
)
const StoredPairs = z.array(z.tuple([z.string(), z.string()]))

function parsed<T>(schema: z.ZodType<T[]>, text: string | null): T[] {
  try {
    return schema.safeParse(JSON.parse(text ?? '[]')).data ?? []
  } catch {
    return []
  }
}

type Pairs = Pick<StoredOverride, 'pairs' | 'controlRunId' | 'treatmentRunId'>

/** The pairs of runs that an override concerns. */
export const pairsOf = ({ pairs, controlRunId, treatmentRunId }: Pairs): [string, string][] =>
  pairs === null ? [[controlRunId, treatmentRunId]] : parsed(StoredPairs, pairs)

const requester = (word: string | null) => (word === 'command' ? 'command' : 'http')

/** A stored override as the API gives it; of its checks only those that refused. */
export function toOverride(row: StoredOverride): OverrideWire {
  const mode = row.mode === 'lenient' ? 'lenient' : 'strict'
  return {
    ...{ id: row.id, at: row.at, requestedBy: requester(row.requestedBy), reason: row.reason },
    ...{ valid: Boolean(row.valid), mode, varied: textsOf(row.varied) },
    ...{ control: row.controlRunId, treatment: row.treatmentRunId, experimentId: row.experimentId },
    pairs: pairsOf(row).length,
    setAside: parsed(StoredChecks, row.checks).flatMap(({ name, level, detail, only }) =>
      refuses({ level, only }, mode) ? [{ name, level, detail }] : [],
    ),
    withdrawn:
      row.withdrawnAt === null
        ? null
        : { at: row.withdrawnAt, by: requester(row.withdrawnBy), reason: row.withdrawnWhy ?? '' },
  }
}
