import { z } from 'zod'
import { Count, IsoTime, Moment, PageInput, pageOf, Tokens } from '@/lib/http/wire'
import { CauseWire } from '@/lib/runs/schema'
import { LANES, PATTERN_STATES } from './pattern-states'
import { CONFIDENCES, PRIORITIES } from './recurrence'
import { TRENDS } from './trends'

export const PatternStateWire = z.enum(PATTERN_STATES)

/** One of the sessions of the pattern's project: the n-th, and whether the pattern was seen in it. */
export const SessionCell = z.object({ n: Count, id: z.string(), at: IsoTime.nullable(), hit: z.boolean() })
export type SessionCell = z.infer<typeof SessionCell>

export const PatternDayWire = z.object({ day: z.string(), occurrences: Count })
export type PatternDayWire = z.infer<typeof PatternDayWire>

/** Failures of one template, with what is known of them. */
export const PatternSummary = z.object({
  id: z.string(),
  fingerprint: z.string(),
  algorithm: z.string(),
  /** With `<*>` for every masked part. */
  template: z.string(),
  title: z.string(),
  errorType: z.string(),
  cause: CauseWire,
  /** The entry of the catalogue that knows it. */
  rule: z.string().nullable(),
  state: PatternStateWire,
  /** Since when it is in that state. */
  since: IsoTime.nullable(),
  /** Where the list shows it. */
  lane: z.enum(LANES),
  trend: z.enum(TRENDS),
  confidence: z.enum(CONFIDENCES),
  priority: z.enum(PRIORITIES),
  occurrences: Count,
  runs: Count,
  sessions: Count,
  phases: Count,
  firstSeenAt: IsoTime.nullable(),
  lastSeenAt: IsoTime.nullable(),
  /** Spent in failing attempts, each once; null when nothing of it is recorded. */
  tokensWasted: Tokens,
  minutesWasted: z.number().nullable(),
  /** Of the same, as far as it has a price. */
  costWastedMicroUsd: Count.nullable(),
  /** True when some occurrences do not say what they spent. */
  wasteIsLowerBound: z.boolean(),
  recurrence: z.object({
    /** Sessions of work in which it was seen, or runs where there are none. */
    sessions: Count,
    daysOpen: Count,
    /** "told 4 times, still not fixed"; null when seen once, or not open. */
    told: z.string().nullable(),
    /** The last sessions of its project, oldest first; empty where no project is known. */
    cells: z.array(SessionCell),
  }),
  mitigation: z.string().nullable(),
  owner: z.string().nullable(),
  /** Goes up with everything that operators do to it. */
  version: Count,
  autopackSignatures: z.array(z.string()),
  systems: z.array(z.string()),
  projects: z.array(z.string()),
  fixAt: IsoTime.nullable(),
  fixCommit: z.string().nullable(),
  /** Runs without it since the fix that counts; null when there is none. */
  exposed: Count.nullable(),
  /** Occurrences since the fix on code without it. */
  oldCode: Count,
  /** The last four weeks, days without an occurrence left out. */
  days: z.array(PatternDayWire),
})
export type PatternSummary = z.infer<typeof PatternSummary>

export const PATTERN_SORTS = ['urgent', 'lastSeen', 'firstSeen', 'occurrences', 'told', 'tokens'] as const

export const ListPatternsInput = z.object({
  ...PageInput.shape,
  state: PatternStateWire.optional(),
  lane: z.enum(LANES).optional(),
  cause: CauseWire.optional(),
  type: z.string().max(200).optional(),
  trend: z.enum(TRENDS).optional(),
  system: z.string().max(64).optional(),
  project: z.string().max(1_000).optional(),
  owner: z.string().max(200).optional(),
  /** In template, title, type or Autopack's signature. */
  q: z.string().max(300).optional(),
  /** Seen at or after. */
  from: Moment.optional(),
  /** First seen before. */
  to: Moment.optional(),
  /** First seen at or after. */
  newSince: Moment.optional(),
  sort: z.enum(PATTERN_SORTS).default('urgent'),
})
export type ListPatternsInput = z.infer<typeof ListPatternsInput>
export const PatternPage = pageOf(PatternSummary)
export type PatternPage = z.infer<typeof PatternPage>

/** How many patterns each lane holds: the tabs above the list. */
export const PatternCounts = z.object({
  all: Count,
  triage: Count,
  told: Count,
  known: Count,
  fix_merged: Count,
  verified: Count,
  ignored: Count,
})
export type PatternCounts = z.infer<typeof PatternCounts>

const Id = z.string().min(1).max(200)
export const PatternIdInput = z.object({ id: Id })
export type PatternIdInput = z.infer<typeof PatternIdInput>

/** Runs hit of 100 that could have met it. */
export const HitRateWire = z.object({
  stretch: z.enum(['before', 'after', 'since']),
  from: IsoTime.nullable(),
  to: IsoTime,
  hit: Count,
  exposed: Count,
  /** Null: no exposure yet. */
  per100: z.number().nullable(),
  ci: z.tuple([z.number(), z.number()]).nullable(),
})
export type HitRateWire = z.infer<typeof HitRateWire>

export const LifeChangeWire = z.object({
  at: IsoTime.nullable(),
  from: PatternStateWire.nullable(),
  to: PatternStateWire,
  by: z.enum(['system', 'operator']),
  basis: z.enum(['first_seen', 'operator', 'commit', 'time', 'limit', 'undo']),
  /** What the operator said. */
  text: z.string().nullable(),
  fixCommit: z.string().nullable(),
  /** The failure that decided. */
  occurrenceId: z.string().nullable(),
})
export type LifeChangeWire = z.infer<typeof LifeChangeWire>

/** What an operator did, as it was done. */
export const PatternMoveWire = z.object({
  id: z.string(),
  at: IsoTime,
  by: z.string(),
  to: z.string(),
  text: z.string().nullable(),
  owner: z.string().nullable(),
  fixCommit: z.string().nullable(),
  fixAt: IsoTime.nullable(),
  /** Why it changes nothing any more; null when it counts. */
  refused: z.string().nullable(),
})
export type PatternMoveWire = z.infer<typeof PatternMoveWire>

export const PatternSubjectWire = z.object({
  kind: z.enum(['run', 'session', 'phase', 'job']),
  id: z.string(),
  /** Of a phase: its run. */
  runId: z.string().nullable(),
  name: z.string().nullable(),
  occurrences: Count,
  firstAt: IsoTime.nullable(),
  lastAt: IsoTime.nullable(),
})
export type PatternSubjectWire = z.infer<typeof PatternSubjectWire>

/** A masked place of the template: the values found there in the newest occurrences. */
export const DifferingPlace = z.object({
  place: Count,
  /** The template's words before and behind it. */
  before: z.string(),
  after: z.string(),
  distinct: Count,
  values: z.array(z.object({ value: z.string(), count: Count })),
})
export type DifferingPlace = z.infer<typeof DifferingPlace>

export const PatternRuleWire = z.object({
  id: z.string(),
  kind: z.enum(['merge', 'template']),
  at: IsoTime,
  by: z.string(),
  reason: z.string().nullable(),
  template: z.string().nullable(),
  system: z.string().nullable(),
  title: z.string().nullable(),
  errorType: z.string().nullable(),
  cause: CauseWire.nullable(),
  /** The patterns of a merge as they were then. */
  from: z.string().nullable(),
  into: z.string().nullable(),
  withdrawnAt: IsoTime.nullable(),
  /** Failures that it gathers now; null of a merge. */
  failures: Count.nullable(),
})
export type PatternRuleWire = z.infer<typeof PatternRuleWire>

export const PatternDetail = z.object({
  ...PatternSummary.shape,
  /** What the fingerprint was made of. */
  hashInput: z.string(),
  /** Different masked lines that the template gathers. */
  shapes: Count,
  /** What the catalogue knows of it: a suggestion, never a fix. */
  catalogue: z
    .object({ id: z.string(), kind: z.string(), means: z.string(), helps: z.string(), example: z.string() })
    .nullable(),
  allDays: z.array(PatternDayWire),
  rates: z.array(HitRateWire),
  /** Whether stretches are told apart by commits or by time alone; null without a fix. */
  ratesBy: z.enum(['commit', 'time']).nullable(),
  /** Whether the rates differ beyond their intervals; null where one is missing. */
  ratesApart: z.boolean().nullable(),
  /** Values under the masks, of the newest occurrences. */
  differs: z.object({ looked: Count, places: z.array(DifferingPlace) }),
  nearest: z.array(
    z.object({ id: z.string(), title: z.string(), template: z.string(), likeness: z.number(), occurrences: Count }),
  ),
  history: z.array(LifeChangeWire),
  moves: z.array(PatternMoveWire),
  /** Moves that an operator can make now. */
  canMove: z.array(z.enum(['acknowledged', 'fix_proposed', 'fix_merged', 'ignored', 'unignored'])),
  canUndo: z.boolean(),
  subjects: z.object({
    runs: z.array(PatternSubjectWire),
    sessions: z.array(PatternSubjectWire),
    phases: z.array(PatternSubjectWire),
    jobs: z.array(PatternSubjectWire),
  }),
  /** Merges and templates that made it what it is. */
  rules: z.array(PatternRuleWire),
})
export type PatternDetail = z.infer<typeof PatternDetail>

/** A piece of a message: as it stands in the template, or masked there. */
export const MessagePartWire = z.object({ text: z.string(), masked: z.boolean() })

export const OccurrenceWire = z.object({
  id: z.string(),
  at: IsoTime.nullable(),
  system: z.string(),
  message: z.string(),
  /** The line that speaks for it, laid on the template. */
  parts: z.array(MessagePartWire),
  httpStatus: Count.nullable(),
  exitCode: Count.nullable(),
  runId: z.string().nullable(),
  runName: z.string().nullable(),
  phaseId: z.string().nullable(),
  phase: z.string().nullable(),
  sessionId: z.string().nullable(),
  /** The entry of the transcript that shows it. */
  entryId: z.string().nullable(),
  /** The file it was read from, and the place in it. */
  path: z.string().nullable(),
  ref: z.string().nullable(),
  /** Failures that only say that this one happened. */
  echoes: z.array(z.object({ id: z.string(), at: IsoTime.nullable(), message: z.string() })),
})
export type OccurrenceWire = z.infer<typeof OccurrenceWire>
export const ListOccurrencesInput = z.object({
  id: Id,
  ...PageInput.shape,
  runId: z.string().max(2_000).optional(),
  sessionId: z.string().max(2_000).optional(),
})
export type ListOccurrencesInput = z.infer<typeof ListOccurrencesInput>
export const OccurrencePage = pageOf(OccurrenceWire)
export type OccurrencePage = z.infer<typeof OccurrencePage>

/** Patterns of one run, session, phase or job: those with the most occurrences there first. */
export const SubjectPatternsInput = z.object({
  kind: z.enum(['run', 'session', 'phase', 'job']),
  id: z.string().min(1).max(2_000),
  limit: PageInput.shape.limit,
})
export type SubjectPatternsInput = z.infer<typeof SubjectPatternsInput>
export const SubjectPatterns = z.object({
  items: z.array(
    z.object({
      pattern: PatternSummary,
      /** There. */
      occurrences: Count,
      firstAt: IsoTime.nullable(),
      lastAt: IsoTime.nullable(),
    }),
  ),
  nextCursor: z.null(),
  total: Count,
})
export type SubjectPatterns = z.infer<typeof SubjectPatterns>
