import { z } from 'zod'
import { SourcesReply } from '@/lib/imports/schema'

export const SettingsReply = z.object({
  sources: SourcesReply,
  prices: z.object({
    version: z.string(),
    source: z.string(),
    models: z.number().int(),
    importedAt: z.iso.datetime().nullable(),
  }),
  /** Each value, where it came from, and lower values that it hides. */
  values: z.array(
    z.object({
      name: z.string(),
      value: z.string(),
      source: z.enum(['flag', 'environment', 'env file', 'config file', 'default', 'built in']),
      shadows: z.array(z.object({ source: z.string(), value: z.string() })),
      about: z.string(),
    }),
  ),
  killSwitches: z.array(z.object({ name: z.string(), enabled: z.boolean(), source: z.string(), about: z.string() })),
})
export type SettingsReply = z.infer<typeof SettingsReply>
