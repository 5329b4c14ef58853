import { z } from 'zod'
import {
  ExperimentPreview,
  OverriddenExperiment,
  OverrideExperimentInput,
  RestoredExperiment,
  RestoreExperimentInput,
  WithdrawExperimentInput,
  WithdrawnExperiment,
} from '@/lib/experiments/declare-schema'
import { ExperimentDefinition } from '@/lib/experiments/definition'
import {
  DeclaredExperiment,
  ExperimentDetail,
  ExperimentPage,
  ExperimentReport,
  GetExperimentInput,
  ListExperimentsInput,
  PairWire,
  ReviseExperimentInput,
} from '@/lib/experiments/experiment-schema'
import { contract } from './contract'

const BODY = 2_000_000

/** In a file of its own a pair carries the stamp of its experiment. */
const StampedPair = PairWire.extend({ exploratory: z.boolean() })
const stampedPairs = ({ pairList, declared, overridden }: ExperimentDetail) =>
  pairList.items.map((pair) => ({ ...pair, exploratory: !declared || overridden }))

/** The doors of experiments. */
export const EXPERIMENT_ROUTES = {
  listExperiments: contract({
    method: 'GET',
    path: '/ab/experiments',
    summary: 'Experiments, declared or defined by the records themselves, with their newest verdict',
    input: ListExperimentsInput,
    output: ExperimentPage,
    csv: { list: 'items', file: 'experiments' },
    // Verdicts are kept when somebody looks, which is no change of the records.
    dependsOn: 'moment',
  }),
  createExperiment: contract({
    method: 'POST',
    path: '/ab/experiments',
    summary: 'Fix what an experiment compares and how it decides, before its results are shown',
    input: ExperimentDefinition,
    output: DeclaredExperiment,
    dependsOn: 'moment',
    bodyLimit: BODY,
    status: 201,
  }),
  previewExperiment: contract({
    method: 'POST',
    path: '/ab/experiments/preview',
    summary: 'How many pairs a definition would match and what they could show; no result of them',
    input: ExperimentDefinition,
    output: ExperimentPreview,
    dependsOn: 'moment',
    bodyLimit: BODY,
  }),
  withdrawExperiment: contract({
    method: 'POST',
    path: '/ab/experiments/{id}/withdrawal',
    summary: 'Take a declared experiment out of the list, with a reason; it stays readable',
    input: WithdrawExperimentInput,
    output: WithdrawnExperiment,
    dependsOn: 'moment',
    status: 201,
  }),
  restoreExperiment: contract({
    method: 'DELETE',
    path: '/ab/experiments/{id}/withdrawal',
    summary: 'Put a withdrawn experiment back into the list',
    input: RestoreExperimentInput,
    output: RestoredExperiment,
    dependsOn: 'moment',
  }),
  overrideExperiment: contract({
    method: 'POST',
    path: '/ab/experiments/{id}/override',
    summary: 'Show the effect of a refused experiment nevertheless: a reason for every refused pair of its runs',
    input: OverrideExperimentInput,
    output: OverriddenExperiment,
    dependsOn: 'moment',
    status: 201,
  }),
  getExperiment: contract({
    method: 'GET',
    path: '/ab/experiments/{id}',
    summary: 'One experiment: definition with versions, pairs, exclusions, checks, analysis, matrix; its pairs as CSV',
    input: GetExperimentInput,
    output: ExperimentDetail,
    csv: { row: StampedPair, rows: stampedPairs, file: 'pairs' },
    dependsOn: 'rows',
  }),
  reviseExperiment: contract({
    method: 'POST',
    path: '/ab/experiments/{id}/versions',
    summary: 'Change a declared experiment: a new version with its reason, beside the earlier ones',
    input: ReviseExperimentInput,
    output: DeclaredExperiment,
    dependsOn: 'moment',
    bodyLimit: BODY,
    status: 201,
  }),
  getExperimentReport: contract({
    method: 'GET',
    path: '/ab/experiments/{id}/report.md',
    summary: 'The same as a Markdown report, with method, versions, hashes and seed',
    input: GetExperimentInput,
    output: ExperimentReport,
    text: { field: 'markdown', type: 'text/markdown' },
    dependsOn: 'rows',
  }),
} as const
