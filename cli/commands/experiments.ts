import { Command } from 'commander'
import { EXPERIMENT_METRICS } from '@/lib/experiments/definition'
import {
  type ArmSummary,
  type ExperimentDetail,
  type ExperimentSummary,
  GetExperimentInput,
  ListExperimentsInput,
} from '@/lib/experiments/experiment-schema'
import { cost, count, quoted, tokens } from '../amounts'
import { analysisText } from '../analysis-text'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { type Column, formatTable } from '../table'

const COLUMNS: readonly Column<ExperimentSummary>[] = [
  { title: 'METRIC', value: ({ metric }) => metric },
  { title: 'FROM', value: ({ origin }) => origin },
  { title: 'PAIRS', value: ({ pairs }) => (pairs === null ? '' : count(pairs)), align: 'right' },
  { title: 'NAME', value: ({ name }) => name, max: 40 },
  { title: 'VERDICT', value: ({ verdict }) => verdict ?? 'not computed yet: show it', max: 100 },
  { title: 'EXPERIMENT', value: ({ id }) => id, max: 160 },
]

const ARMS: readonly Column<{ name: string; arm: ArmSummary }>[] = [
  { title: 'ARM', value: ({ name }) => name },
  { title: 'LABEL', value: ({ arm }) => arm.label },
  { title: 'RESULTS', value: ({ arm }) => count(arm.observations), align: 'right' },
  { title: 'EVALUABLE', value: ({ arm }) => count(arm.evaluable), align: 'right' },
  { title: 'QUALITY', value: ({ arm }) => arm.quality },
  { title: 'TOKENS', value: ({ arm }) => tokens(arm.tokens.sum), align: 'right' },
  {
    title: 'COST',
    value: ({ arm: { costMicroUsd } }) => cost(costMicroUsd.sum, costMicroUsd.known < costMicroUsd.of),
    align: 'right',
  },
]

/** `pitwall experiments [list|show ID]`: comparisons, declared or found in the records. */
export function experimentsCommand(): Command {
  return new Command('experiments')
    .description('comparisons, declared or found in the records')
    .addCommand(listCommand(), { isDefault: true })
    .addCommand(showCommand())
}

function listCommand(): Command {
  return defineCommand('list', 'experiments with their newest verdict')
    .option('--origin <origin>', 'declared, results, ab_results, gepa or campaign')
    .option('--metric <metric>', EXPERIMENT_METRICS.join(', '))
    .option('--q <text>', 'a part of its id or name')
    .option('--limit <n>', 'how many, at most 500')
    .option('--cursor <cursor>', 'the next page')
    .action(({ db: _db, envFile: _envFile, fleet, json, ...filters }: CommonFlags) =>
      withFleet(fleet, async (ctx) => {
        const { listExperiments } = await import('@/lib/experiments/server/list-experiments')
        const page = await listExperiments(ctx, inputOf(ListExperimentsInput, filters))
        if (json) return printJson(page)
        if (page.items.length === 0) return print('No experiments.')
        print(formatTable(COLUMNS, page.items))
        if (page.nextCursor) print(`\nmore: --cursor ${page.nextCursor}`)
      }),
    )
}

interface ShowFlags extends CommonFlags {
  report?: boolean
}

function showCommand(): Command {
  return defineCommand('show', 'one experiment: arms, validity, effect, verdict')
    .argument('<id>', 'the id of the experiment')
    .option('--control <configuration>', 'another control, of a table')
    .option('--treatment <configuration>', 'another treatment, of a table')
    .option('--metric <metric>', EXPERIMENT_METRICS.join(', '))
    .option('--limit <n>', 'how many pairs, with --json')
    .option('--cursor <cursor>', 'the next pairs, with --json')
    .option('--report', 'the Markdown report')
    .action((id: string, { db: _db, envFile: _envFile, fleet, json, report, ...asked }: ShowFlags) =>
      withFleet(fleet, async (ctx) => {
        const input = inputOf(GetExperimentInput, { ...asked, id })
        if (report) {
          const { getExperimentReport } = await import('@/lib/experiments/server/get-experiment-report')
          return print((await getExperimentReport(ctx, input)).markdown)
        }
        const { getExperiment } = await import('@/lib/experiments/server/get-experiment')
        const experiment = await getExperiment(ctx, input)
        if (json) printJson(experiment)
        else print(experimentText(experiment))
      }),
    )
}

function experimentText({ name, id, arms, warnings, withheld, analysis, points }: ExperimentDetail): string {
  return [
    quoted(name),
    quoted(id),
    '',
    formatTable(ARMS, [
      { name: 'control', arm: arms.control },
      { name: 'treatment', arm: arms.treatment },
    ]),
    '',
    ...warnings.map((warning) => quoted(`${warning.name}: ${warning.detail}`, 600)),
    '',
    withheld !== null ? quoted(withheld, 600) : analysis === null ? 'Nothing was analysed.' : analysisText(analysis),
    ...(points.length < 3
      ? []
      : [
          '',
          ...points.map((point) =>
            quoted(
              `${point.configuration}: ${point.successes ?? 'not recorded'} of ${point.results}${point.onFrontier ? ', none as good for less' : ''}`,
            ),
          ),
        ]),
  ].join('\n')
}
