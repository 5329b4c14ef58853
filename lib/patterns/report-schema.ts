import { z } from 'zod'
import { Moment } from '@/lib/http/wire'
import { SCAFFOLD_LANGUAGES } from './scaffold/scaffold-input'

export const PatternReportInput = z.object({
  from: Moment.optional(),
  /** Excluded. */
  to: Moment.optional(),
  by: z.enum(['window', 'session']).default('window'),
  project: z.string().max(1_000).optional(),
  /** With `by=session`: of this one alone. */
  sessionId: z.string().max(2_000).optional(),
  /** Patterns of each section. */
  limit: z.coerce.number().int().min(1).max(500).default(50),
})
export type PatternReportInput = z.infer<typeof PatternReportInput>
export const PatternReportText = z.object({ markdown: z.string() })
export type PatternReportText = z.infer<typeof PatternReportText>

export const ScaffoldRequest = z.object({
  id: z.string().min(1).max(200),
  language: z.enum(SCAFFOLD_LANGUAGES).default('python'),
})
export type ScaffoldRequest = z.infer<typeof ScaffoldRequest>
export const ScaffoldReply = z.object({
  patternId: z.string(),
  language: z.enum(SCAFFOLD_LANGUAGES),
  files: z.array(z.object({ path: z.string(), text: z.string() })),
  /** The same as one unified diff of new files. */
  patch: z.string(),
})
export type ScaffoldReply = z.infer<typeof ScaffoldReply>
