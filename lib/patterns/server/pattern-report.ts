import 'server-only'
import type { Context } from '@/lib/context'
import type { Db } from '@/lib/db/client'
import { patternMoves } from '@/lib/db/pattern-facts'
import {
  patternsInSession,
  patternsInWindow,
  reportEvidence,
  type SeenPattern,
  sessionNumbers,
  type TellingSession,
  tellingSessions,
  tellingsOf,
} from '@/lib/db/pattern-report-rows'
import { badRequest } from '@/lib/errors'
import { catalogueEntry } from '@/lib/fingerprint/catalogue/catalogue'
import { paths } from '@/lib/paths'
import type { PatternReport, ReportEntry, ReportSection } from '../report/pattern-report'
import { reportMarkdown } from '../report/report-markdown'
import type { PatternReportInput, PatternReportText } from '../report-schema'
import { toMove } from './pattern-life-facts'
import { toSummaries } from './pattern-wire'

const SESSIONS_MAX = 60
const EVIDENCE_MAX = 5
const TELLINGS_MAX = 200
/** Before any record. */
const EVER = '0000-01-01T00:00:00.000Z'

type Within = { from: string; to: string } | { sessionId: string }

/**
 * What failed, as an engineer's log: one section for a window, or one for every session of work in it.
 * @throws bad_request when the window ends before it begins
 */
export async function getPatternReport(ctx: Context, input: PatternReportInput): Promise<PatternReportText> {
  const now = ctx.now.toISOString()
  // What happened in this very moment belongs to the window.
  const window = {
    from: input.from ?? EVER,
    to: input.to ?? new Date(ctx.now.getTime() + 1).toISOString(),
    project: input.project,
  }
  if (window.to <= window.from) throw badRequest('to: the window ends before it begins', { field: 'to' })
  const numbers = new SessionNumbers(ctx.db)
  const sections =
    input.by === 'session'
      ? await sessionSections(ctx, window, numbers, input)
      : [await windowSection(ctx, window, numbers, input)]
  const report: PatternReport = { madeAt: now, sections }
  return { markdown: reportMarkdown(report) }
}

type Window = { from: string; to: string; project: string | undefined }

async function windowSection(ctx: Context, window: Window, numbers: SessionNumbers, { limit }: PatternReportInput) {
  const { seen, leftOut } = await patternsInWindow(ctx.db, window, limit)
  const first = seen
    .map(({ row }) => row.firstSeenAt ?? '')
    .filter((at) => at !== '')
    .sort()[0]
  const from = window.from === EVER ? (first ?? window.to) : window.from
  const section: ReportSection = {
    scope: { kind: 'window', from, to: window.to },
    entries: await entriesOf(ctx, seen, window, numbers),
    leftOut,
  }
  return section
}

async function sessionSections(ctx: Context, window: Window, numbers: SessionNumbers, input: PatternReportInput) {
  const sessions =
    input.sessionId === undefined
      ? await tellingSessions(ctx.db, window, SESSIONS_MAX)
      : [{ id: input.sessionId, ...(await nameOf(ctx.db, input.sessionId)) }]
  const sections: ReportSection[] = []
  for (const session of sessions) {
    const { seen, leftOut } = await patternsInSession(ctx.db, session.id, input.limit)
    const number = await numbers.of(session)
    sections.push({
      scope: { kind: 'session', number, id: session.id, title: session.name, at: session.at },
      entries: await entriesOf(ctx, seen, { sessionId: session.id }, numbers),
      leftOut,
    })
  }
  return sections
}

async function nameOf(db: Db, id: string): Promise<Omit<TellingSession, 'id'>> {
  const session = await db.session.findUnique({ where: { id } })
  if (session) return { name: session.name, project: session.project, at: session.startedAt }
  const run = await db.run.findUnique({ where: { id } })
  return { name: run?.name ?? null, project: run?.project ?? null, at: run?.startedAt ?? null }
}

/** The number of a session among those of its project; each project is read once. */
class SessionNumbers {
  private readonly known = new Map<string, Map<string, number>>()

  constructor(private readonly db: Db) {}

  async of({ id, project }: Pick<TellingSession, 'id' | 'project'>): Promise<number | null> {
    return project === null ? null : ((await this.all(project)).get(id) ?? null)
  }

  async all(project: string): Promise<Map<string, number>> {
    const numbers = this.known.get(project) ?? (await sessionNumbers(this.db, project))
    this.known.set(project, numbers)
    return numbers
  }
}

async function entriesOf(
  { db, now }: Context,
  seen: readonly SeenPattern[],
  within: Within,
  numbers: SessionNumbers,
): Promise<ReportEntry[]> {
  const summaries = await toSummaries(
    db,
    seen.map(({ row }) => row),
    now,
  )
  const entries: ReportEntry[] = []
  for (const [at, pattern] of summaries.entries()) {
    const evidence = await reportEvidence(db, pattern.id, within, EVIDENCE_MAX)
    entries.push({
      pattern: { ...pattern, firstSeenAt: pattern.firstSeenAt ?? '', lastSeenAt: pattern.lastSeenAt ?? '' },
      sample: evidence[0]?.message ?? null,
      evidence: evidence.map(({ at: when, path, ref, id }) => ({ at: when, file: path, line: lineIn(ref), id })),
      occurrencesHere: seen[at]?.occurrences ?? null,
      told: pattern.recurrence.told,
      toldIn: await toldIn(db, pattern.id, pattern.projects, numbers),
      moves: movesOf(db, pattern.id),
      helps: catalogueEntry(pattern.rule ?? '')?.helps ?? null,
      path: paths.pattern(pattern.id),
    })
  }
  return entries
}

async function toldIn(db: Db, id: string, projects: readonly string[], numbers: SessionNumbers): Promise<number[]> {
  // Sessions of several projects have no common numbers.
  const [project] = projects
  if (project === undefined || projects.length > 1) return []
  const all = await numbers.all(project)
  const told = await tellingsOf(db, id, TELLINGS_MAX)
  return told.flatMap((session) => all.get(session) ?? []).sort((a, b) => a - b)
}

function movesOf(db: Db, id: string): ReportEntry['moves'] {
  return patternMoves(db, id)
    .map(toMove)
    .flatMap((each) =>
      each.kind === 'state'
        ? [
            {
              at: each.at,
              who: each.by,
              to: each.move.to,
              text: each.text ?? ('fixCommit' in each.move ? each.move.fixCommit : null),
            },
          ]
        : [],
    )
}

const LINE = /^line (\d{1,12})\b/

const lineIn = (ref: string | null) => {
  const found = LINE.exec(ref ?? '')
  return found ? Number(found[1]) : null
}
