import { z } from 'zod'
import {
  Count,
  EvidenceWire,
  IsoTime,
  Moment,
  PageInput,
  pageOf,
  SpentFields,
  Tokens,
  UsageWire,
} from '@/lib/http/wire'
import { TokenFilterFields } from '@/lib/tokens/schema'
import { TokensDropped } from '@/lib/tokens/view-schema'

export const EVENT_CLASSES = ['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'unsplit'] as const
export const EVENT_SORTS = ['newest', 'largest'] as const

/** What an event may not name. */
export const UNNAMED = ['time', 'model', 'provider', 'role', 'project', 'job', 'run', 'phase', 'session'] as const
export type Unnamed = (typeof UNNAMED)[number]

const isUnnamed = (name: string): name is Unnamed => UNNAMED.some((known) => known === name)
/** The names in `without`, each once. */
export const unnamedIn = (text: string | undefined): Unnamed[] => [
  ...new Set((text ?? '').split(',').filter(isUnnamed)),
]

/** What narrows a list of usage events: all that narrows an account, and what a row without a name stands for. */
export const EventFilterFields = {
  ...TokenFilterFields,
  phaseId: z.string().max(2_000).optional(),
  /** Only events that know this class. */
  class: z.enum(EVENT_CLASSES).optional(),
  /** Only events that do not name these, with commas between. */
  without: z
    .string()
    .max(200)
    .refine((text) => text.split(',').every(isUnnamed), `some of ${UNNAMED.join(' ')}, with commas between`)
    .optional(),
  from: Moment.optional(),
  to: Moment.optional(),
}

export const ListUsageEventsInput = z.object({
  ...EventFilterFields,
  ...PageInput.shape,
  sort: z.enum(EVENT_SORTS).default('newest'),
})
export type ListUsageEventsInput = z.infer<typeof ListUsageEventsInput>

const CostKind = z.enum(['reported', 'computed']).nullable()

/** One measured amount, and where it was read. */
export const UsageEventWire = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  system: z.string(),
  instanceId: z.string(),
  runId: z.string().nullable(),
  phaseId: z.string().nullable(),
  sessionId: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  role: z.string().nullable(),
  purpose: z.string().nullable(),
  usage: UsageWire,
  costMicroUsd: Count.nullable(),
  /** The same, exact: picodollars as text, since they may be beyond what JSON numbers hold. */
  costPico: z.string().nullable(),
  costKind: CostKind,
  priceTable: z.string().nullable(),
  serviceTier: z.string().nullable(),
  speed: z.string().nullable(),
  /** Sessions it was written in, the times it was written in all, and what adding those up would give. */
  copies: Count,
  lines: Count,
  writtenTokens: Tokens,
  flags: z.array(z.string()),
  contentId: z.string().nullable(),
  file: z.string().nullable(),
  /** The line, or the row of the table, in that file. */
  ref: z.string().nullable(),
})
export type UsageEventWire = z.infer<typeof UsageEventWire>

export const EventSums = z.object({ ...SpentFields, unknownTokenEvents: Count })
export type EventSums = z.infer<typeof EventSums>

/** `sums` are of all that match, not of the page; null, with `total`, where adding them up would cost too much. */
export const UsageEventPage = pageOf(UsageEventWire).extend({ sums: EventSums.nullable() })
export type UsageEventPage = z.infer<typeof UsageEventPage>

const Id = z.string().min(1).max(3_000)
export const UsageEventIdInput = z.object({ id: Id })
export type UsageEventIdInput = z.infer<typeof UsageEventIdInput>

/** What one class cost: tokens times rate. */
export const CostPart = z.object({
  class: z.enum(['input', 'cacheRead', 'cacheWrite5m', 'cacheWrite1h', 'output', 'reasoning']),
  tokens: Count,
  /** Picodollars per token, exact; the same number is dollars per million tokens times a million. */
  picoPerToken: z.string().nullable(),
  /** The rate of a tier: it holds above so many prompt tokens. */
  above: Count.nullable(),
})
export type CostPart = z.infer<typeof CostPart>

export const EventPrice = z.object({
  /** The table it was looked up in. */
  version: z.string(),
  /** The entry of the table; null when it has none for this model, tier and speed. */
  entry: z.object({ provider: z.string(), model: z.string() }).nullable(),
  parts: z.array(CostPart),
  /** What the parts add up to, rounded once. Null: not known. */
  costMicroUsd: Count.nullable(),
  /** Why there is no cost. */
  missing: z.string().nullable(),
})
export type EventPrice = z.infer<typeof EventPrice>

/** One copy of a response, in one session. */
export const EventCopy = z.object({
  id: z.string(),
  sessionId: z.string(),
  sessionName: z.string().nullable(),
  at: IsoTime.nullable(),
  kept: z.boolean(),
  /** Why it does not count. */
  rule: z.string().nullable(),
  usage: UsageWire,
  /** The lines it was written in, the first of many, and what adding them up would give. */
  lineCount: Count,
  lines: z.array(z.object({ place: z.string(), tokens: Count, output: Tokens })),
  writtenTokens: Tokens,
  file: z.string().nullable(),
  ref: z.string().nullable(),
})
export type EventCopy = z.infer<typeof EventCopy>

export const UsageEventDetail = UsageEventWire.extend({
  nativeId: z.string(),
  doctor: z.boolean(),
  runName: z.string().nullable(),
  /** Whether the run has a row of its own; null without a run. */
  runHasRow: z.boolean().nullable(),
  sessionName: z.string().nullable(),
  project: z.string().nullable(),
  jobId: z.string().nullable(),
  /** What the source records beside. */
  data: z.record(z.string(), z.unknown()),
  evidence: EvidenceWire.nullable(),
  price: EventPrice.nullable(),
  /** The one that counts first; at most 50 of `copiesTotal`. */
  copiesList: z.array(EventCopy),
  copiesTotal: Count,
})
export type UsageEventDetail = z.infer<typeof UsageEventDetail>

export const RawEventInput = UsageEventIdInput.extend({
  /** Of this copy instead of the one that counts. */
  copy: z.string().max(3_000).optional(),
  /** Another line of the same copy. */
  line: z.coerce.number().int().min(1).max(999_999_999).optional(),
})
export type RawEventInput = z.infer<typeof RawEventInput>

export const RawEvent = z.object({
  path: z.string().nullable(),
  ref: z.string().nullable(),
  line: Count.nullable(),
  from: z.enum(['archive', 'original']).nullable(),
  text: z.string().nullable(),
  bytes: Count.nullable(),
  truncated: z.boolean(),
  missing: z.string().nullable(),
})
export type RawEvent = z.infer<typeof RawEvent>

/** Further lines of a response that counts: they are not copies of their own. */
export const LINES_RULE = 'repeated-copy'

export const ListDroppedCopiesInput = z.object({
  ...TokenFilterFields,
  from: Moment.optional(),
  to: Moment.optional(),
  /** Unset: copies in other sessions, by whatever rule. */
  rule: z.string().max(100).optional(),
  ...PageInput.shape,
  sort: z.enum(['newest']).default('newest'),
})
export type ListDroppedCopiesInput = z.infer<typeof ListDroppedCopiesInput>

/** Something written that does not count, and the response that does. */
export const DroppedCopy = z.object({
  /** Unique in the list. */
  id: z.string(),
  eventId: z.string(),
  /** Null: further lines of the copy that counts. */
  copyId: z.string().nullable(),
  rule: z.string(),
  at: IsoTime.nullable(),
  model: z.string().nullable(),
  lines: Count,
  /** What these lines add up to, and what the response counts as. */
  droppedTokens: Tokens,
  keptTokens: Tokens,
  droppedIn: z.object({ sessionId: z.string().nullable(), name: z.string().nullable(), file: z.string().nullable() }),
  keptIn: z.object({ sessionId: z.string().nullable(), name: z.string().nullable(), file: z.string().nullable() }),
})
export type DroppedCopy = z.infer<typeof DroppedCopy>

/** `dropped` is of all that the filters match, whatever the rule. */
export const DroppedCopyPage = pageOf(DroppedCopy).extend({ dropped: TokensDropped })
export type DroppedCopyPage = z.infer<typeof DroppedCopyPage>
