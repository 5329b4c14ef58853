import { z } from 'zod'
import { IsoTime } from '@/lib/http/wire'
import { FIELD_NAMES } from '@/lib/validity/fields'
import { CHECK_LEVELS, CHECK_MODES } from '@/lib/validity/levels'

const RunId = z.string().min(1).max(2_000)
const Field = z.enum(FIELD_NAMES, `one of ${FIELD_NAMES.join(', ')}`)

export const CheckPairInput = z
  .object({
    control: RunId,
    treatment: RunId,
    /** What should differ, declared before results are seen: one field, or several. */
    varied: z.union([Field, z.array(Field).max(FIELD_NAMES.length)], `one of ${FIELD_NAMES.join(', ')}`).optional(),
    /** Lenient: what is not known does not refuse the pair. */
    mode: z.enum(CHECK_MODES).default('strict'),
    /** An A/A experiment: equal arms, to learn how large chance is. */
    calibration: z.boolean().default(false),
    override: z.strictObject({ reason: z.string().trim().min(1, 'an override needs a reason').max(2_000) }).optional(),
  })
  .strict()
export type CheckPairInput = z.infer<typeof CheckPairInput>

const Text = z.string().nullable()

export const PairCheckWire = z.object({
  name: z.string(),
  level: z.enum(CHECK_LEVELS),
  detail: z.string(),
  /** What was observed; null where nothing is. */
  control: Text,
  treatment: Text,
  /** Table and id, or file and line, that each value stands in. */
  evidence: z.object({ control: Text, treatment: Text }),
  /** An error that withholds only statistics of this kind. */
  only: z.literal('tokens').optional(),
  /** No reason can set it aside. */
  final: z.literal(true).optional(),
})

export const REQUESTERS = ['command', 'http'] as const
export type Requester = (typeof REQUESTERS)[number]

export const PairCheckReply = z.object({
  control: z.string(),
  treatment: z.string(),
  varied: z.array(Field),
  mode: z.enum(CHECK_MODES),
  calibration: z.boolean(),
  valid: z.boolean(),
  /** Valid only because somebody gave a reason. */
  exploratory: z.boolean(),
  withheld: z.array(z.literal('tokens')),
  checks: z.array(PairCheckWire),
  /** The row that keeps who set refusals aside, and why. */
  override: z.object({ id: z.string(), at: IsoTime, requestedBy: z.enum(REQUESTERS), reason: z.string() }).nullable(),
})
export type PairCheckReply = z.infer<typeof PairCheckReply>
