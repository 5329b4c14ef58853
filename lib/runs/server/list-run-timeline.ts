import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import { type TimelineRow, timelinePage } from '@/lib/db/run-timeline'
import { notFound } from '@/lib/errors'
import { capTexts } from '@/lib/http/cap-texts'
import type { RunPartInput, TimelinePage, TimelineWire } from '@/lib/runs/schema'
import { phaseKeyOf } from './part-wire'

/** Enough to know what happened; many stand on one page. */
const EVENT_TEXT_MAX = 2_000

/**
 * What happened in one run, newest first: events of the source, questions and answers, changes of state. Events that
 * name no run are placed by phase and time, and say so.
 * @throws not_found
 */
export async function listRunTimeline({ db }: Context, input: RunPartInput): Promise<z.infer<typeof TimelinePage>> {
  const run = await db.run.findUnique({
    where: { id: input.id },
    select: { id: true, system: true, firstEvidenceAt: true, lastEvidenceAt: true },
  })
  if (!run) throw notFound('run', input.id)
  const { rows, nextCursor, total } = await timelinePage(db, run, input)
  return { items: capTexts(rows.map(toTimeline), EVENT_TEXT_MAX), nextCursor, total }
}

function toTimeline(row: TimelineRow): z.infer<typeof TimelineWire> {
  const phase = row.phaseKey ?? phaseKeyOf(row.phaseId)
  const isState = row.kind === 'state'
  return {
    id: row.id,
    at: row.at,
    kind: row.kind,
    title: isState ? `${phase ?? 'run'} → ${row.title}` : row.title,
    detail: isState && row.detail !== null ? `was ${row.detail}` : row.detail,
    actor: row.actor,
    phase,
    inferred: Number(row.inferred) === 1,
    ref: row.ref,
  }
}
