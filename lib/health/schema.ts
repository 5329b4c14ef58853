import { z } from 'zod'

export const HealthWire = z.object({
  status: z.enum(['healthy', 'degraded']),
  reasons: z.array(z.string()),
  version: z.string(),
  buildId: z.string(),
  instanceId: z.string(),
  /** Which fleet the default of this server would show now. */
  defaultFleet: z.enum(['own', 'sample']),
  now: z.iso.datetime(),
  database: z.object({
    kind: z.string(),
    /** First 12 hex digits of a hash of the address and the database's own id: two servers on one file agree. */
    identity: z.string(),
    migration: z.string(),
    sizeBytes: z.number().int(),
  }),
  ingest: z.object({
    lagSeconds: z.number().nullable(),
    unparsed: z.number().int(),
    rejected: z.number().int(),
    unpriced: z.number().int(),
    worker: z.object({ alive: z.boolean(), pid: z.number().int().nullable(), since: z.iso.datetime().nullable() }),
  }),
  killSwitches: z.record(z.string(), z.object({ enabled: z.boolean(), source: z.string() })),
})
export type HealthWire = z.infer<typeof HealthWire>
