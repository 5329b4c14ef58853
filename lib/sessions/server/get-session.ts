import 'server-only'
import type { Context } from '@/lib/context'
import { countShown, positionsOf } from '@/lib/db/entry-pages'
import type { Content, Session } from '@/lib/db/generated/client'
import { droppedByRule } from '@/lib/db/session-dropped'
import { sessionRow } from '@/lib/db/session-list'
import {
  entryCounts,
  familyOf,
  type KindCount,
  type LinkRow,
  linkRows,
  markRows,
  type PointRow,
  priceTablesOf,
  responsePoints,
  spentBelow,
} from '@/lib/db/session-parts'
import { notFound } from '@/lib/errors'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { capTexts } from '@/lib/http/cap-texts'
import { recordOf, textsOf } from '@/lib/http/stored-json'
import { ENTRY_OUTCOMES, ENTRY_TYPES } from '@/lib/model/records'
import { toStatus } from '@/lib/model/status'
import {
  LINK_KINDS,
  type SessionDetail,
  type SessionIdInput,
  type SessionLinkWire,
  type SessionMember,
} from '@/lib/sessions/schema'
import { tokenPoints } from '@/lib/sessions/token-points'
import { toMark } from './mark-wire'
import { addSpent, ownSpent, toSessionSummary, toSpent } from './session-wire'

/** Bounds of one reply; what they cut is told. */
const MARKS_MAX = 1_000
const FAMILY_MAX = 500
const LINKS_MAX = 200

/**
 * One session with everything that stands beside its transcript, in a fixed number of statements.
 * @throws not_found
 */
export async function getSession({ db }: Context, { id }: SessionIdInput): Promise<SessionDetail> {
  const [row, stored] = await Promise.all([sessionRow(db, id), db.session.findUnique({ where: { id } })])
  if (!row || !stored) throw notFound('session', id)
  const [shownEntries, counts, found, family, below, links, responses, dropped, priceTables, content] =
    await Promise.all([
      countShown(db, id, {}),
      entryCounts(db, id),
      markRows(db, id, MARKS_MAX),
      familyOf(db, id, FAMILY_MAX + 1),
      spentBelow(db, id),
      linkRows(db, id, LINKS_MAX),
      responsePoints(db, id),
      droppedByRule(db, id),
      priceTablesOf(db, id),
      stored.contentId === null ? null : db.content.findUnique({ where: { id: stored.contentId } }),
    ])
  const places = [...new Set(found.rows.map(({ shownPlace }) => shownPlace))]
  const positions = await positionsOf(db, id, {}, places)
  const own = ownSpent(row)
  const children = below ?? { ...NOTHING }
  return {
    ...toSessionSummary(row),
    shownEntries,
    counts: counts.map(toKindCount),
    own: toSpent(own),
    children: toSpent(children),
    sum: toSpent(addSpent(own, children)),
    tree: capTexts(family.slice(0, FAMILY_MAX).map(toMember), 300),
    treeIsCut: family.length > FAMILY_MAX,
    links: capTexts(
      links.map((link) => toLink(link, id)),
      2_000,
    ),
    marks: found.rows.map((mark) => toMark(mark, positions)),
    marksInAll: found.total,
    points: tokenPoints(responses.map(toResponse)),
    droppedBy: dropped.map(({ rule, events, tokens }) => ({
      rule: rule ?? 'unknown',
      events: toCount(events),
      tokens: toCountOrNull(tokens),
    })),
    priceTables,
    data: capTexts(recordOf(stored.data)),
    evidence: evidenceOf(stored, content),
  }
}

const NOTHING = {
  sessions: 0n,
  events: 0n,
  input: null,
  cacheRead: null,
  cacheWrite5m: null,
  cacheWrite1h: null,
  output: null,
  reasoning: null,
  unsplit: null,
  tokens: null,
  costPico: null,
  unpriced: 0n,
  partial: 0n,
} as const

const toKindCount = ({ kind, outcome, entries }: KindCount): SessionDetail['counts'][number] => ({
  kind: ENTRY_TYPES.find((known) => known === kind) ?? 'note',
  outcome: ENTRY_OUTCOMES.find((known) => known === outcome) ?? null,
  entries: toCount(entries),
})

const toMember = (row: Session): SessionMember => ({
  id: row.id,
  nativeId: row.nativeId,
  name: row.name,
  agent: row.agent,
  role: row.role,
  model: row.model,
  parentId: row.parentId,
  statusDerived: toStatus(row.statusDerived),
  toolFailures: row.toolFailures,
  events: row.events,
  tokens: toCountOrNull(row.tokens),
  tokensAreLowerBound: textsOf(row.usageLowerBound).length > 0,
})

const toLink = (row: LinkRow, id: string): SessionLinkWire => ({
  kind: LINK_KINDS.find((kind) => kind === row.kind) ?? 'resume',
  direction: row.fromId === id ? 'from' : 'to',
  at: row.at,
  detail: row.detail,
  inferred: Boolean(row.inferred),
  session: { id: row.otherId, name: row.otherName, agent: row.otherAgent, known: Number(row.known) === 1 },
})

function toResponse(row: PointRow) {
  const amount = (value: bigint | null) => toCount(value ?? 0n)
  return {
    at: row.at,
    input: amount(row.input),
    cacheRead: amount(row.cacheRead),
    cacheWrite: amount(row.cacheWrite5m) + amount(row.cacheWrite1h),
    output: amount(row.output),
    unsplit: amount(row.unsplit),
    outputIsLowerBound: textsOf(row.lowerBound).includes('output'),
  }
}

function evidenceOf(session: Session, content: Content | null): SessionDetail['evidence'] {
  return content === null ? null : { path: content.path, sha256: content.sha256, ref: session.ref }
}
