import type { Command } from 'commander'
import type { Context } from '@/lib/context'
import { TransitionInput } from '@/lib/patterns/operator-schema'
import { PatternReportInput } from '@/lib/patterns/report-schema'
import { ListPatternsInput, PatternIdInput, type PatternPage, type PatternSummary } from '@/lib/patterns/schema'
import { count, moment, plural, quoted, tokens } from '../amounts'
import { EXIT } from '../command-error'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { groupCommand } from '../group-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { settlePatterns } from '../settle-patterns'
import { type Column, formatTable } from '../table'
import { commitsCommand } from './patterns-commits'
import { mineCommand } from './patterns-mine'
import { scaffoldCommand } from './patterns-scaffold'

const COLUMNS: readonly Column<PatternSummary>[] = [
  { title: 'STATE', value: ({ state }) => state.replace('_', ' ') },
  { title: 'TREND', value: ({ trend }) => trend },
  { title: 'TIMES', value: ({ occurrences }) => count(occurrences), align: 'right' },
  { title: 'SESSIONS', value: ({ recurrence }) => count(recurrence.sessions), align: 'right' },
  { title: 'TYPE', value: ({ errorType }) => errorType, max: 28 },
  { title: 'CAUSE', value: ({ cause }) => cause },
  { title: 'LAST SEEN', value: ({ lastSeenAt }) => moment(lastSeenAt) },
  { title: 'PATTERN', value: ({ id }) => id },
  { title: 'TITLE', value: ({ title }) => title, max: 100 },
]

/** `pitwall patterns`: failures that are one; `show`, `move`, `scaffold`, `commits` and `mine`. */
export function patternsCommand(): Command {
  return groupCommand('patterns', 'failures that are one, with their state; exit 6 when --new-since finds some', [
    listCommand(),
    showCommand(),
    moveCommand(),
    scaffoldCommand(),
    commitsCommand(),
    mineCommand(),
  ])
}

interface ListFlags extends CommonFlags {
  report?: boolean
  newSince?: string
  by?: string
}

function listCommand(): Command {
  return defineCommand('list', 'failure patterns, or the report; exit 6 when --new-since finds some')
    .option('--state <state>', 'new, acknowledged, fix_proposed, fix_merged, verified, regressed or ignored')
    .option('--new-since <time>', 'first seen at or after this time')
    .option('--report', 'the same as a report in Markdown')
    .option('--by <what>', 'of the report: window or session')
    .option('--lane <lane>', 'triage, told, known, fix_merged, verified or ignored')
    .option('--cause <cause>', 'why it fails')
    .option('--type <type>', 'the type of failure')
    .option('--trend <trend>', 'new, escalating, steady, falling or silent')
    .option('--system <system>', 'seen in this system')
    .option('--project <project>', 'seen in this project')
    .option('--owner <name>', 'who takes care of it')
    .option('--q <text>', 'a part of template, title, type or signature')
    .option('--from <time>', 'seen at or after this time')
    .option('--to <time>', 'first seen before this time')
    .option('--sort <order>', 'urgent, lastSeen, firstSeen, occurrences, told or tokens')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(({ db: _db, envFile: _envFile, fleet, json, report, by, ...asked }: ListFlags) =>
      withFleet(fleet, async (ctx) => {
        await settlePatterns(ctx)
        const input = inputOf(ListPatternsInput, asked)
        if (report === true) await printReport(ctx, { ...asked, by }, json === true)
        else await printList(ctx, input, json === true)
        if (input.newSince !== undefined && (await anyNew(ctx, input))) process.exitCode = EXIT.newPatterns
      }),
    )
}

async function printList(ctx: Context, input: ListPatternsInput, json: boolean): Promise<void> {
  const { listPatterns } = await import('@/lib/patterns/server/list-patterns')
  const page = await listPatterns(ctx, input)
  if (json) printJson(page)
  else printPage(page)
}

function printPage({ items, total, nextCursor }: PatternPage): void {
  if (items.length === 0) {
    print('No patterns.')
    return
  }
  print(formatTable(COLUMNS, items))
  print(`\n${items.length} of ${plural(total ?? items.length, 'pattern')}`)
  if (nextCursor) print(`more: --cursor ${nextCursor}`)
}

async function anyNew(ctx: Context, input: ListPatternsInput): Promise<boolean> {
  const { countPatternLanes } = await import('@/lib/patterns/server/list-patterns')
  return (await countPatternLanes(ctx, { ...input, cursor: undefined })).all > 0
}

async function printReport(ctx: Context, asked: Record<string, unknown>, json: boolean): Promise<void> {
  const { getPatternReport } = await import('@/lib/patterns/server/pattern-report')
  const { newSince, from = newSince, to, by, project, limit } = asked
  const reply = await getPatternReport(ctx, inputOf(PatternReportInput, { from, to, by, project, limit }))
  if (json) printJson(reply)
  else print(reply.markdown)
}

function showCommand(): Command {
  return defineCommand('show', 'one pattern: what it is, how often, its history')
    .argument('<id>', 'its fingerprint')
    .action((id: string, { fleet, json }: CommonFlags) =>
      withFleet(fleet, async (ctx) => {
        await settlePatterns(ctx)
        const { getPattern } = await import('@/lib/patterns/server/get-pattern')
        const pattern = await getPattern(ctx, inputOf(PatternIdInput, { id }))
        if (json) return printJson(pattern)
        const { title, template, occurrences, runs, recurrence, catalogue, history, tokensWasted, version } = pattern
        print(
          [
            `${quoted(title)}  ${pattern.id}`,
            `${pattern.state.replace('_', ' ')}, ${pattern.trend}; ${pattern.errorType}, ${pattern.cause}; version ${version}`,
            `template: ${quoted(template, 600)}`,
            `${plural(occurrences, 'time')} in ${plural(runs, 'run')}, ${moment(pattern.firstSeenAt)} to ${moment(pattern.lastSeenAt)}`,
            `tokens in failing attempts: ${pattern.wasteIsLowerBound ? '≥ ' : ''}${tokens(tokensWasted)}`,
            ...(recurrence.told === null ? [] : [recurrence.told]),
            ...(catalogue === null ? [] : [`suggestion: ${catalogue.helps}`]),
            '',
            ...history.map(({ at, to, by, basis, text }) =>
              quoted(
                `${moment(at)}  ${to.replace('_', ' ')}  ${by}, ${basis.replace('_', ' ')}${text === null ? '' : `: ${text}`}`,
                400,
              ),
            ),
          ].join('\n'),
        )
      }),
    )
}

interface MoveFlags extends CommonFlags {
  reason?: string
  fixCommit?: string
  fixAt?: string
  until?: string
  expectedVersion?: string
}

function moveCommand(): Command {
  return defineCommand('move', 'what an operator does to a pattern: a state, unignored or undo')
    .argument('<id>', 'its fingerprint')
    .argument('<to>', 'acknowledged, fix_proposed, fix_merged, ignored, unignored or undo')
    .option('--reason <text>', 'why, or where the fix is proposed')
    .option('--fix-commit <sha>', 'the commit with the fix')
    .option('--fix-at <time>', 'when the fix went live, if not now')
    .option('--until <time>', 'how long it stays ignored')
    .option('--expected-version <n>', 'the version that was seen; another is refused')
    .action((id: string, to: string, { db: _db, envFile: _envFile, fleet, json, ...said }: MoveFlags) =>
      withFleet(fleet, async (ctx) => {
        await settlePatterns(ctx)
        const { findPattern } = await import('@/lib/patterns/server/get-pattern')
        const { movePattern } = await import('@/lib/patterns/server/move-pattern')
        const expectedVersion = Number(said.expectedVersion ?? (await findPattern(ctx.db, id)).version)
        const moved = await movePattern(ctx, inputOf(TransitionInput, { ...said, id, to, expectedVersion }), 'command')
        if (json) printJson(moved)
        else print(`${moved.id} is ${moved.state.replace('_', ' ')} now: ${quoted(moved.title)}`)
      }),
    )
}
