import 'server-only'
import type { Context } from '@/lib/context'
import { noteZone } from '@/lib/db/kept-days'
import { activePriceVersion } from '@/lib/db/price-version'
import { tokensDropped } from '@/lib/db/token-dropped'
import { hasUsage, newestUsage, sessionNames } from '@/lib/db/token-records'
import { toCount, toCountOrNull } from '@/lib/http/amounts'
import { LocalDays } from '@/lib/tokens/local-day'
import { buildTokenView } from '@/lib/tokens/view'
import type { TokenView, TokenViewInput } from '@/lib/tokens/view-schema'
import { type DayWindow, DEFAULT_WINDOW, daysBefore, parseWindow, resolveWindow } from '@/lib/tokens/window'
import { groupsOf, stretchesFor } from './get-token-account'

type Db = Context['db']

/** Tokens or cost per day by one dimension, against the window before: all that the page of tokens shows of a window. */
export async function getTokenView(
  { db, now }: Pick<Context, 'db' | 'now'>,
  input: TokenViewInput,
): Promise<TokenView> {
  const zone = new LocalDays(input.tz)
  noteZone(db, input.tz, now)
  const quarter = await newestUsage(db, now)
  const asked = parseWindow(input.window) ?? parseWindow(DEFAULT_WINDOW) ?? { days: 1 }
  const window = resolveWindow(asked, { zone, newest: quarter === null ? null : `${quarter}:00.000Z`, now })
  const windowBefore = input.against === 'before' ? daysBefore(window, zone) : null
  const [groups, before, version, dropped, any] = await Promise.all([
    groupsIn(db, input, window),
    windowBefore ? groupsIn(db, input, windowBefore) : [],
    activePriceVersion(db),
    droppedIn(db, input, window),
    hasUsage(db),
  ])
  const view = buildTokenView({ groups, before, window, windowBefore, measure: input.measure })
  return {
    ...(input.by === 'session' ? await withNames(db, view) : view),
    window: { ...spanOf(window), anchoredTo: window.anchoredTo, fillingDay: window.fillingDay },
    before: windowBefore && spanOf(windowBefore),
    priceTable: { version },
    dropped,
    hasUsage: any,
  }
}

const spanOf = ({ first, last, from, to }: DayWindow) => ({ first, last, from, to })

const filtersIn = ({ system, model, project, role, sessionId }: TokenViewInput, { from, to }: DayWindow) => ({
  ...{ system, model, project, role, sessionId },
  ...{ from, to },
})

function groupsIn(db: Db, input: TokenViewInput, window: DayWindow) {
  return groupsOf(db, { ...filtersIn(input, window), groupBy: ['day', input.by], tz: input.tz, limit: 1 })
}

async function withNames<T extends Pick<TokenView, 'rows' | 'series'>>(db: Db, view: T): Promise<T> {
  const names = await sessionNames(
    db,
    view.rows.flatMap(({ key }) => key ?? []),
  )
  return {
    ...view,
    series: view.series.map((each) => ({ ...each, label: names.get(each.key) ?? each.key })),
    rows: view.rows.map((row) => ({ ...row, label: (row.key !== null && names.get(row.key)) || row.label })),
  }
}

/** Lines of one response that a session wrote again are no copies of their own: they are what remains. */
async function droppedIn(db: Db, input: TokenViewInput, window: DayWindow): Promise<TokenView['dropped']> {
  const filters = filtersIn(input, window)
  // No days are asked for, so the clocks of the zone only bound the window.
  const stretches = await stretchesFor(db, { ...filters, groupBy: [], tz: 'UTC' })
  const { written, counted, repeated, rules, sessions } = await tokensDropped(db, stretches, filters)
  const replayed = rules.reduce((sum, { tokens }) => sum + (tokens ?? 0n), 0n)
  const rewritten = (written ?? 0n) - (counted ?? 0n) - replayed
  return {
    written: toCountOrNull(written),
    counted: toCountOrNull(counted),
    rules: [
      ...rules.map(({ rule, events, tokens }) => ({
        rule: rule ?? 'not recorded',
        events: toCount(events),
        tokens: toCountOrNull(tokens),
      })),
      ...(rewritten > 0n ? [{ rule: 'repeated-copy', events: toCount(repeated), tokens: toCount(rewritten) }] : []),
    ],
    sessions: sessions.map(({ id, name, events, tokens }) => ({
      ...{ id, name },
      events: toCount(events),
      tokens: toCountOrNull(tokens),
    })),
    sessionsTotal: toCount(sessions[0]?.of ?? 0n),
  }
}
