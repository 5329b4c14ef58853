import 'server-only'
import type { Context } from '@/lib/context'
import { noteZone } from '@/lib/db/kept-days'
import { activePriceVersion } from '@/lib/db/price-version'
import { hasUsage, newestUsage, sessionNames } from '@/lib/db/token-records'
import { emptyGroup, foldGroups, sumsOf } from '@/lib/tokens/account'
import { LocalDays } from '@/lib/tokens/local-day'
import { buildTokenView } from '@/lib/tokens/view'
import type { TokenView, TokenViewInput } from '@/lib/tokens/view-schema'
import { type DayWindow, DEFAULT_WINDOW, daysBefore, parseWindow, resolveWindow } from '@/lib/tokens/window'
import { droppedOf } from './dropped-wire'
import { groupsOf, untimedGroups } from './get-token-account'

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
  const [groups, before, version, dropped, untimed, any] = await Promise.all([
    groupsIn(db, input, window),
    windowBefore ? groupsIn(db, input, windowBefore) : [],
    activePriceVersion(db),
    droppedOf(db, filtersIn(input, window)),
    untimedIn(db, input),
    hasUsage(db),
  ])
  const { by, measure, per } = input
  const view = buildTokenView({ groups, before, window, windowBefore, by, measure, per })
  return {
    ...(input.by === 'session' ? await withNames(db, view) : view),
    window: { ...spanOf(window), anchoredTo: window.anchoredTo, fillingDay: window.fillingDay },
    before: windowBefore && spanOf(windowBefore),
    priceTable: { version },
    dropped,
    untimed,
    hasUsage: any,
  }
}

async function untimedIn(db: Db, input: TokenViewInput): Promise<TokenView['untimed']> {
  const { events, usage, costMicroUsd } = sumsOf(
    foldGroups(await untimedGroups(db, filtersOf(input)), () => [])[0] ?? emptyGroup([]),
  )
  return { events, tokens: usage.total, costMicroUsd }
}

const spanOf = ({ first, last, from, to }: DayWindow) => ({ first, last, from, to })

const filtersOf = (input: TokenViewInput) => {
  const { system, model, provider, project, role, purpose, jobId, runId, sessionId } = input
  return { system, model, provider, project, role, purpose, jobId, runId, sessionId }
}

const filtersIn = (input: TokenViewInput, { from, to }: DayWindow) => ({ ...filtersOf(input), from, to })

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
