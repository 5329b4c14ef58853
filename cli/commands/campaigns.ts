import type { Command } from 'commander'
import {
  CAMPAIGN_METRICS,
  type CampaignDetail,
  CampaignIdInput,
  type CampaignPair,
  type CampaignPlan,
  type CampaignSummary,
  GetCampaignInput,
  ListCampaignsInput,
  type PlanRun,
} from '@/lib/campaigns/schema'
import { comparisonWord, NOTE_WORDS, REASON_WORDS, STATE_WORDS, variedWords } from '@/lib/campaigns/words'
import { count, moment, plural, quoted, tokens } from '../amounts'
import { type CreateFlags, createInput, type FilterFlags, filterOf, withFilter } from '../campaign-flags'
import { type CommonFlags, collect, defineCommand, inputOf } from '../define-command'
import { groupCommand } from '../group-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const COLUMNS: readonly Column<CampaignSummary>[] = [
  { title: 'MADE', value: ({ createdAt }) => moment(createdAt) },
  { title: 'RUNS', value: ({ runs }) => count(runs), align: 'right' },
  { title: 'WAITING', value: ({ counts }) => count(counts.waiting), align: 'right' },
  { title: 'RUNNING', value: ({ counts }) => count(counts.running), align: 'right' },
  { title: 'BOTH OVER', value: ({ counts }) => count(counts.final), align: 'right' },
  { title: 'VARIES', value: variedWords, max: 40 },
  { title: 'NAME', value: ({ name }) => name, max: 60 },
  { title: 'CAMPAIGN', value: ({ id }) => id, max: 160 },
]

const PLANNED: readonly Column<PlanRun>[] = [
  { title: 'STATUS', value: ({ status }) => status },
  { title: 'CAUSE', value: ({ cause }) => cause ?? 'not recorded' },
  { title: 'TOKENS', value: (run) => tokens(run.tokens), align: 'right' },
  { title: 'NOTES', value: ({ notes }) => notes.map((note) => NOTE_WORDS[note].label).join(', '), max: 80 },
  { title: 'RUN', value: ({ id }) => id, max: 160 },
]

const PAIRS: readonly Column<CampaignPair>[] = [
  { title: 'STATE', value: ({ state }) => STATE_WORDS[state].label },
  { title: 'COMPARISON', value: ({ comparison }) => comparisonWord(comparison)?.label ?? '' },
  { title: 'TOKENS', value: ({ original }) => tokens(original.tokens), align: 'right' },
  { title: 'REPLAY TOKENS', value: ({ replay }) => (replay === null ? '' : tokens(replay.tokens)), align: 'right' },
  { title: 'ORIGINAL', value: ({ originalId }) => originalId, max: 160 },
  { title: 'REPLAY', value: ({ replay }) => replay?.id ?? '', max: 160 },
]

/** `pitwall campaigns`: failed runs that are tried again; `plan`, `create`, `show` and `manifest`. */
export function campaignsCommand(): Command {
  return groupCommand('campaigns', 'failed runs that are tried again, and what came of them', [
    listCommand(),
    planCommand(),
    createCommand(),
    showCommand(),
    manifestCommand(),
  ])
}

function listCommand(): Command {
  return defineCommand('list', 'campaigns with how far their replays have come')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(({ db: _db, envFile: _envFile, fleet, json, ...page }: CommonFlags) =>
      withFleet(fleet, async (ctx) => {
        const { listCampaigns } = await import('@/lib/campaigns/server/list-campaigns')
        const reply = await listCampaigns(ctx, inputOf(ListCampaignsInput, page))
        if (json) return printJson(reply)
        if (reply.items.length === 0) return print('No campaign yet: npx pitwall campaigns plan --status failed')
        print(formatTable(COLUMNS, reply.items))
        if (reply.nextCursor) print(`\nmore: --cursor ${reply.nextCursor}`)
      }),
    )
}

function planCommand(): Command {
  return withFilter(defineCommand('plan', 'which runs a filter finds, which can be replayed, what they spent')).action(
    (flags: FilterFlags) =>
      withFleet(flags.fleet, async (ctx) => {
        const { planCampaign } = await import('@/lib/campaigns/server/plan-campaign')
        const plan = await planCampaign(ctx, filterOf(flags))
        if (flags.json) printJson(plan)
        else print(planText(plan))
      }),
  )
}

function planText({ runs, eligible, leftOut, reasons, causes, tokens: spent, refusal }: CampaignPlan): string {
  const recorded = spent.known < spent.of ? ` (${spent.known} of ${plural(spent.of, 'run')} record it)` : ''
  return [
    `${plural(eligible, 'run')} can be replayed, ${count(leftOut)} left out.`,
    ...reasons.map((one) => `  left out, ${REASON_WORDS[one.reason].label}: ${count(one.runs)}`),
    ...causes.map((one) => `  cause ${one.cause ?? 'not recorded'}: ${count(one.runs)}`),
    `The originals spent ${tokens(spent.sum)} tokens${recorded}; replays may cost as much.`,
    ...(runs.length === 0 ? [] : ['', formatTable(PLANNED, runs)]),
    ...(refusal === null ? [] : ['', `No campaign can be made: ${refusal}.`]),
  ].join('\n')
}

function createCommand(): Command {
  return withFilter(defineCommand('create', 'freeze the runs of a filter, and what is to vary'))
    .option('--name <name>', 'what it is called')
    .option('--varied <field>', 'what is meant to differ, as in pairs check; may be given again', collect)
    .option('--value <name=value>', 'what the orchestrator is to set; may be given again', collect)
    .option('--aa', 'nothing varies: an A/A campaign')
    .option('--batch-size <n>', 'runs that may go at the same time (default: 5)')
    .option('--metric <metric>', `${CAMPAIGN_METRICS.join(', ')} (default: tokens)`)
    .option('--smallest-effect <n>', 'the smallest difference of interest, in the unit of the metric')
    .option('--smallest-ratio <n>', 'the same as a ratio replay / original')
    .option('--note <text>', 'a note for the orchestrator')
    .option('--expected-plan <hash>', 'the planHash that was seen; another plan is refused')
    .action((flags: CreateFlags) =>
      withFleet(flags.fleet, async (ctx) => {
        const { createCampaign } = await import('@/lib/campaigns/server/create-campaign')
        const made = await createCampaign(ctx, createInput(flags), 'command')
        if (flags.json) printJson(made)
        else
          print(
            `${made.id}  ${quoted(made.name)}: ${plural(made.runs, 'run')}\nnpx pitwall campaigns manifest ${made.id}`,
          )
      }),
    )
}

function showCommand(): Command {
  return defineCommand('show', 'one campaign: originals, replays, and which pairs may be compared')
    .argument('<id>', 'as the list shows it')
    .option('--state <state>', Object.keys(STATE_WORDS).join(', '))
    .option('--limit <n>', 'how many pairs, at most 500')
    .option('--cursor <cursor>', 'the next pairs')
    .action((id: string, { db: _db, envFile: _envFile, fleet, json, ...asked }: CommonFlags) =>
      withFleet(fleet, async (ctx) => {
        const { getCampaign } = await import('@/lib/campaigns/server/get-campaign')
        const campaign = await getCampaign(ctx, inputOf(GetCampaignInput, { ...asked, id }))
        if (json) printJson(campaign)
        else print(campaignText(campaign))
      }),
    )
}

function campaignText(campaign: CampaignDetail): string {
  const { id, name, runs, counts, warnings, experimentId, pairList } = campaign
  return [
    `${quoted(name)}  ${id}`,
    `${plural(runs, 'run')}: ${count(counts.waiting)} waiting, ${count(counts.running)} running, ${count(counts.final)} both over. Varies: ${variedWords(campaign)}.`,
    ...warnings.map(({ detail }) => quoted(`! ${detail}`, 600)),
    '',
    formatTable(PAIRS, pairList.items),
    ...(pairList.nextCursor ? ['', `more: --cursor ${pairList.nextCursor}`] : []),
    ...(experimentId === null ? [] : ['', `npx pitwall experiments show ${experimentId}`]),
  ].join('\n')
}

function manifestCommand(): Command {
  return defineCommand('manifest', 'what the orchestrator is to run, as JSON (docs/campaigns.md)')
    .argument('<id>', 'as the list shows it')
    .action((id: string, flags: CommonFlags) =>
      withFleet(flags.fleet, async (ctx) => {
        const { getManifest } = await import('@/lib/campaigns/server/get-manifest')
        printJson(await getManifest(ctx, inputOf(CampaignIdInput, { id })))
      }),
    )
}
