import type {
  EntryRecord,
  FailureRecord,
  JobRecord,
  ResultRecord,
  RunRecord,
  SessionRecord,
  UsageRecord,
} from '@/lib/model/records'
import {
  BLANK_ENTRY,
  BLANK_FAILURE,
  BLANK_JOB,
  BLANK_RESULT,
  BLANK_RUN,
  BLANK_SESSION,
  BLANK_USAGE,
} from '@/lib/sources/blank-records'
import { stableHash } from '@/lib/sources/stable-hash'
import type { Benchmark } from './benchmark'

type Given<R, K extends keyof R> = Pick<R, K> & Partial<Omit<R, 'kind'>>

/** The set that items belong to. Equal from every file that tells of it, so that no file changes it. */
export const jobRecord = (benchmark: Benchmark, given: Given<JobRecord, 'ref'>): JobRecord => ({
  ...BLANK_JOB,
  jobKey: benchmark.key,
  name: benchmark.name,
  type: benchmark.type,
  ...given,
})

/** One configuration tried on the set. */
export const runRecord = (benchmark: Benchmark, given: Given<RunRecord, 'runKey' | 'name' | 'ref'>): RunRecord => ({
  ...BLANK_RUN,
  job: { key: benchmark.key, name: benchmark.name, type: benchmark.type, inferred: benchmark.inferred },
  ...given,
})

export const resultRecord = (
  given: Given<ResultRecord, 'jobKey' | 'runKey' | 'configuration' | 'itemKey' | 'part' | 'ref'>,
): ResultRecord => ({
  ...BLANK_RESULT,
  ...given,
})

export const sessionRecord = (given: Given<SessionRecord, 'sessionKey' | 'runKey' | 'ref'>): SessionRecord => ({
  ...BLANK_SESSION,
  role: 'main',
  ...given,
})

export const entryRecord = (
  given: Given<EntryRecord, 'sessionKey' | 'entryKey' | 'line' | 'type' | 'role' | 'ref'>,
): EntryRecord => ({
  ...BLANK_ENTRY,
  ...given,
})

/** A measured amount; what two files must agree on is its key, its tokens and its cost. */
export const usageRecord = (given: Given<UsageRecord, 'nativeId' | 'runKey' | 'usage' | 'ref'>): UsageRecord => ({
  ...BLANK_USAGE,
  identity: stableHash([given.nativeId, given.usage.total, given.usage.output, given.costPico ?? null]),
  ...given,
})

export const failureRecord = (
  given: Given<FailureRecord, 'failureKey' | 'runKey' | 'message' | 'cause' | 'ref'>,
): FailureRecord => ({
  ...BLANK_FAILURE,
  causeRule: null,
  severity: 'error',
  ...given,
})
