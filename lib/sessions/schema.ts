import { z } from 'zod'
import {
  Count,
  EvidenceWire,
  IsoTime,
  Moment,
  PageInput,
  pageOf,
  SpentFields,
  StatusWire,
  Tokens,
  UsageWire,
} from '@/lib/http/wire'
import { ENTRY_OUTCOMES, ENTRY_ROLES, ENTRY_TYPES } from '@/lib/model/records'

export const EntryKind = z.enum(ENTRY_TYPES)
export const EntryRoleWire = z.enum(ENTRY_ROLES)
export const OutcomeWire = z.enum(ENTRY_OUTCOMES)

export const SessionSummary = z.object({
  id: z.string(),
  system: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
  /** The beginning of the first prompt of a person. */
  firstPrompt: z.string().nullable(),
  runId: z.string().nullable(),
  jobId: z.string().nullable(),
  parentId: z.string().nullable(),
  role: z.string().nullable(),
  agent: z.string().nullable(),
  taskId: z.string().nullable(),
  project: z.string().nullable(),
  systemVersion: z.string().nullable(),
  model: z.string().nullable(),
  models: z.array(z.string()),
  statusRaw: z.string().nullable(),
  status: StatusWire,
  statusDerived: StatusWire,
  /** What decided the derived status. */
  statusReason: z.string().nullable(),
  inferred: z.boolean(),
  startedAt: IsoTime.nullable(),
  endedAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  entries: Count,
  turns: Count,
  toolCalls: Count,
  toolFailures: Count,
  /** A person's no: a decision, not a failure. */
  denials: Count,
  interruptions: Count,
  apiErrors: Count,
  retries: Count,
  compactions: Count,
  /** Sessions whose parent this is. */
  subAgents: Count,
  ...SpentFields,
  /** Responses written here that count elsewhere. */
  dropped: z.object({ events: Count, tokens: Tokens }),
  flags: z.array(z.string()),
  revision: Count,
})
export type SessionSummary = z.infer<typeof SessionSummary>

export const SESSION_SORTS = ['lastEvidence', 'started', 'tokens', 'cost', 'failures'] as const
export const ListSessionsInput = z.object({
  ...PageInput.shape,
  system: z.string().max(64).optional(),
  /** Matches the derived state. */
  status: StatusWire.optional(),
  /** One of the models it used. */
  model: z.string().max(300).optional(),
  taskId: z.string().max(500).optional(),
  runId: z.string().max(2_000).optional(),
  /** Of the runs of this job. */
  jobId: z.string().max(2_000).optional(),
  project: z.string().max(1_000).optional(),
  /** Below another session, or not. */
  nested: z.stringbool().optional(),
  /** With tool calls that failed. */
  failures: z.stringbool().optional(),
  /** With tool calls that a person refused. */
  denials: z.stringbool().optional(),
  q: z.string().max(300).optional(),
  from: Moment.optional(),
  to: Moment.optional(),
  sort: z.enum(SESSION_SORTS).default('lastEvidence'),
})
export type ListSessionsInput = z.infer<typeof ListSessionsInput>
export const SessionPage = pageOf(SessionSummary)
export type SessionPage = z.infer<typeof SessionPage>

/** How many sessions each view of the list holds: the tabs above it. */
export const SessionCounts = z.object({ all: Count, top: Count, nested: Count, failures: Count, denials: Count })
export type SessionCounts = z.infer<typeof SessionCounts>

/** Sessions of one task together; `taskId` null: those that name none. */
export const SessionTask = z.object({
  taskId: z.string().nullable(),
  sessions: Count,
  turns: Count,
  toolCalls: Count,
  toolFailures: Count,
  denials: Count,
  firstAt: IsoTime.nullable(),
  lastEvidenceAt: IsoTime.nullable(),
  tokens: Tokens,
  tokensAreLowerBound: z.boolean(),
  /** Of the sessions whose tokens are recorded, and how many those are. */
  tokensPerSession: z.number().nullable(),
  sessionsWithTokens: Count,
  costMicroUsd: Count.nullable(),
  costIsLowerBound: z.boolean(),
  unpricedEvents: Count,
})
export type SessionTask = z.infer<typeof SessionTask>
export const ListSessionTasksInput = ListSessionsInput.omit({ sort: true, taskId: true })
export type ListSessionTasksInput = z.infer<typeof ListSessionTasksInput>
export const SessionTaskPage = pageOf(SessionTask)
export type SessionTaskPage = z.infer<typeof SessionTaskPage>

const Id = z.string().min(1).max(2_000)
export const SessionIdInput = z.object({ id: Id })
export type SessionIdInput = z.infer<typeof SessionIdInput>

const SpentWire = z.object({ ...SpentFields, sessions: Count })
export type SpentWire = z.infer<typeof SpentWire>

/** One session of the tree that a session stands in. */
export const SessionMember = z.object({
  id: z.string(),
  nativeId: z.string(),
  name: z.string().nullable(),
  agent: z.string().nullable(),
  role: z.string().nullable(),
  model: z.string().nullable(),
  parentId: z.string().nullable(),
  statusDerived: StatusWire,
  toolFailures: Count,
  events: Count,
  /** Own spend; children and sum are added where the tree is drawn. */
  tokens: Tokens,
  tokensAreLowerBound: z.boolean(),
})
export type SessionMember = z.infer<typeof SessionMember>

export const LINK_KINDS = ['fork', 'resume', 'compaction', 'sub-agent'] as const
/** A link between this session and another, in either direction. */
export const SessionLinkWire = z.object({
  kind: z.enum(LINK_KINDS),
  /** `from`: this session goes on from the other one, or started it; `to`: the other way round. */
  direction: z.enum(['from', 'to']),
  at: IsoTime.nullable(),
  detail: z.string().nullable(),
  inferred: z.boolean(),
  /** `known` is false when nothing but the link names the other session. */
  session: z.object({ id: z.string(), name: z.string().nullable(), agent: z.string().nullable(), known: z.boolean() }),
})
export type SessionLinkWire = z.infer<typeof SessionLinkWire>

export const MARK_KINDS = ['failure', 'error', 'denial', 'interruption', 'retry', 'compaction', 'resume'] as const
/** A place in a transcript that one may look for. */
export const MarkWire = z.object({
  kind: z.enum(MARK_KINDS),
  /** The entry in which it is shown: of a result, its call. */
  entryId: z.string(),
  /** Its position among the entries that are shown, from 0. */
  index: Count,
  at: IsoTime.nullable(),
  tool: z.string().nullable(),
  line: z.string(),
})
export type MarkWire = z.infer<typeof MarkWire>

/** Responses next to one another; `responses` is 1 unless there were too many to send one by one. */
export const TokenPoint = z.object({
  at: IsoTime.nullable(),
  responses: Count,
  input: Count,
  cacheRead: Count,
  cacheWrite: Count,
  output: Count,
  unsplit: Count,
  outputIsLowerBound: z.boolean(),
})
export type TokenPoint = z.infer<typeof TokenPoint>

export const SessionDetail = SessionSummary.extend({
  /** Entries as they are shown: results stand inside their calls. */
  shownEntries: Count,
  counts: z.array(z.object({ kind: EntryKind, outcome: OutcomeWire.nullable(), entries: Count })),
  own: SpentWire,
  children: SpentWire,
  sum: SpentWire,
  /** The session's ancestors, itself and all below them. */
  tree: z.array(SessionMember),
  treeIsCut: z.boolean(),
  links: z.array(SessionLinkWire),
  marks: z.array(MarkWire),
  marksInAll: Count,
  points: z.array(TokenPoint),
  droppedBy: z.array(z.object({ rule: z.string(), events: Count, tokens: Tokens })),
  priceTables: z.array(z.string()),
  data: z.record(z.string(), z.unknown()),
  evidence: EvidenceWire.nullable(),
})
export type SessionDetail = z.infer<typeof SessionDetail>

const EntryBase = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  kind: EntryKind,
  role: EntryRoleWire,
  title: z.string().nullable(),
  text: z.string().nullable(),
  /** Characters of the whole text; more than `text` holds when that is cut. */
  chars: Count,
  tool: z.string().nullable(),
  callId: z.string().nullable(),
  outcome: OutcomeWire.nullable(),
  exitCode: Count.nullable(),
  model: z.string().nullable(),
  data: z.record(z.string(), z.unknown()),
  flags: z.array(z.string()),
  ref: z.string().nullable(),
})
export const ResultWire = EntryBase
export type ResultWire = z.infer<typeof ResultWire>

export const EntryWire = EntryBase.extend({
  /** Position among the entries of this question, from 0. */
  index: Count,
  /** Time of the entry before it. */
  previousAt: IsoTime.nullable(),
  /** Of a call: what came back, the last one last. */
  results: z.array(ResultWire),
  /** The response this is a part of. */
  response: z
    .object({
      id: z.string(),
      tokens: Tokens,
      output: Tokens,
      lowerBound: z.array(z.string()),
      /** False: this is a copy, and the response counts in another session. */
      countsHere: z.boolean(),
      /** True on the first entry of the response. */
      first: z.boolean(),
    })
    .nullable(),
})
export type EntryWire = z.infer<typeof EntryWire>

/** One or more of the names, joined by commas. */
const oneOrMore = <T extends z.ZodType<string, string>>(name: T) =>
  z
    .string()
    .max(300)
    .transform((text) => text.split(','))
    .pipe(z.array(name).max(20))
    .optional()

const ENTRY_FILTERS = {
  role: oneOrMore(EntryRoleWire),
  kind: oneOrMore(EntryKind),
  /** Of the entry, or of the result inside it. */
  outcome: oneOrMore(OutcomeWire),
}

export const STORED_TEXT_MAX = 65_536
export const ListEntriesInput = z.object({
  id: Id,
  ...PageInput.shape,
  ...ENTRY_FILTERS,
  /** Begin at this position. */
  offset: z.coerce.number().int().min(0).max(100_000_000).optional(),
  /** The page in whose middle this entry stands. */
  around: z.string().max(4_000).optional(),
  /** Begin at the first entry at or after this time. */
  at: Moment.optional(),
  /** Characters of each text. */
  textMax: z.coerce.number().int().min(0).max(STORED_TEXT_MAX).default(STORED_TEXT_MAX),
})
export type ListEntriesInput = z.infer<typeof ListEntriesInput>
export type EntryFilters = Pick<ListEntriesInput, 'role' | 'kind' | 'outcome'>

export const EntryPage = pageOf(EntryWire).extend({
  /** The way back; null on the first page. */
  previousCursor: z.string().nullable(),
  /** Position of the first item. */
  offset: Count,
  total: Count,
  /** Position of the entry that was asked for, null when the filters leave it out. */
  aroundIndex: Count.nullable(),
})
export type EntryPage = z.infer<typeof EntryPage>

export const EntryIdInput = z.object({ id: Id, entryId: z.string().min(1).max(4_000) })
export type EntryIdInput = z.infer<typeof EntryIdInput>

export const FindInput = z.object({ id: Id, q: z.string().max(300).default(''), ...ENTRY_FILTERS })
export type FindInput = z.infer<typeof FindInput>
export const FindReply = z.object({
  /** In the order of reading. */
  items: z.array(z.object({ entryId: z.string(), index: Count })),
  /** True when there are more than were sent. */
  capped: z.boolean(),
})
export type FindReply = z.infer<typeof FindReply>

export const RAW_SOURCES = ['archive', 'original'] as const
export const RawRecord = z.object({
  entryId: z.string(),
  path: z.string().nullable(),
  ref: z.string().nullable(),
  line: Count.nullable(),
  /** Where it was read; null when it cannot be read any more, which `missing` explains. */
  from: z.enum(RAW_SOURCES).nullable(),
  text: z.string().nullable(),
  bytes: Count.nullable(),
  truncated: z.boolean(),
  missing: z.string().nullable(),
})
export type RawRecord = z.infer<typeof RawRecord>

export const ListDroppedInput = z.object({ id: Id, ...PageInput.shape })
export type ListDroppedInput = z.infer<typeof ListDroppedInput>
/** A response written in this session that counts in another one. */
export const DroppedWire = z.object({
  eventId: z.string(),
  at: IsoTime.nullable(),
  model: z.string().nullable(),
  rule: z.string(),
  /** How often it is written here, and what adding those up would give. */
  lines: Count,
  writtenTokens: Tokens,
  /** The greatest counts written here. */
  usage: UsageWire,
  entryId: z.string().nullable(),
  kept: z.object({
    sessionId: z.string().nullable(),
    sessionName: z.string().nullable(),
    entryId: z.string().nullable(),
    usage: UsageWire,
  }),
})
export type DroppedWire = z.infer<typeof DroppedWire>
export const DroppedPage = pageOf(DroppedWire)
export type DroppedPage = z.infer<typeof DroppedPage>
