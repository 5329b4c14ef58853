import type { Command } from 'commander'
import { CreateCampaignInput, PlanCampaignInput } from '@/lib/campaigns/schema'
import { wrongUse } from './command-error'
import { type CommonFlags, inputOf } from './define-command'

/** Flags of `pitwall campaigns` as the inputs of its verbs. */

export interface FilterFlags extends CommonFlags {
  job?: string
}

const NAMES = { jobId: '--job' }

/** The filter of `pitwall status`, and of the page of runs. */
export const withFilter = (command: Command) =>
  command
    .option('--system <system>', 'the system that made the run')
    .option('--status <status>', 'what the evidence says')
    .option('--status-source <status>', 'what its source says')
    .option('--status-class <class>', 'open, succeeded or failed, by the evidence')
    .option('--cause <cause>', 'why it failed')
    .option('--flag <flag>', 'a quality flag')
    .option('--project <project>', 'the project')
    .option('--model <model>', 'a model it used')
    .option('--job <id>', 'the job it belongs to')
    .option('--q <text>', 'a part of its id, name or phases')
    .option('--from <time>', 'evidence at or after this time')
    .option('--to <time>', 'evidence before this time')

/** @throws {CommandError} exit 2, naming the flag */
export function filterOf({ db: _db, envFile: _envFile, fleet: _fleet, json: _json, job, ...rest }: FilterFlags) {
  return inputOf(PlanCampaignInput, { ...rest, jobId: job }, NAMES)
}

export interface CreateFlags extends FilterFlags {
  name?: string
  varied?: string[]
  value?: string[]
  aa?: boolean
  batchSize?: string
  metric?: string
  smallestEffect?: string
  smallestRatio?: string
  note?: string
  expectedPlan?: string
}

const CREATE_NAMES = { calibration: '--aa', values: '--value' }

/** @throws {CommandError} exit 2, naming the flag */
export function createInput(flags: CreateFlags) {
  const { name, varied, value, aa, batchSize, metric, smallestEffect, smallestRatio, note, expectedPlan, ...filter } =
    flags
  return inputOf(
    CreateCampaignInput,
    {
      ...{ name, varied, metric, note, expectedPlan, calibration: aa },
      values: value && Object.fromEntries(value.map(assignment)),
      batchSize: numberOf('--batch-size', batchSize),
      smallestEffect: effectOf(smallestEffect, smallestRatio),
      // Parsed once: what the flags mean is told by their own names.
      filter: filterTextOf(filter),
    },
    CREATE_NAMES,
  )
}

/** The filter as the texts of the flags, once they are known to be good. */
function filterTextOf(flags: FilterFlags): Record<string, string> {
  filterOf(flags)
  const { db: _db, envFile: _envFile, fleet: _fleet, json: _json, job, ...rest } = flags
  const texts = Object.entries({ ...rest, jobId: job }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return Object.fromEntries(texts)
}

function assignment(text: string): [string, string] {
  const at = text.indexOf('=')
  if (at < 1) throw wrongUse('--value: NAME=VALUE.')
  return [text.slice(0, at), text.slice(at + 1)]
}

function numberOf(flag: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (text.trim() === '' || Number.isNaN(value)) throw wrongUse(`${flag}: a number.`)
  return value
}

function effectOf(difference: string | undefined, ratio: string | undefined) {
  if (difference !== undefined && ratio !== undefined)
    throw wrongUse('Name one smallest effect: --smallest-effect or --smallest-ratio.')
  const value = numberOf('--smallest-effect', difference) ?? numberOf('--smallest-ratio', ratio)
  return value === undefined ? undefined : { value, scale: ratio === undefined ? 'difference' : 'ratio' }
}
