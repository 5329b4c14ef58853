import type { Cause, Status } from '@/lib/model/status'
import type { Fact } from './fact'
import type { FieldName } from './fields'

export const EFFORTS = ['tokens', 'cost', 'rollouts', 'seconds', 'attempts'] as const
export type Effort = (typeof EFFORTS)[number]

/** Everything the check of a pair needs to know of one arm. */
export interface ArmFacts {
  runId: string
  /** What its source says, and what its evidence says; `stateless` says why its format has no state. */
  status: { stated: Status; derived: Status; evidence: string; stateless?: string }
  /** Of a run that failed; known as `unknown` when the records do not say why. */
  cause: Fact<Cause>
  /** Values are compared as text: maps and lists are written with sorted keys. */
  fields: Record<FieldName, Fact<string>>
  /** Models or settings that were not the ones asked for, one text each; none is an empty list. */
  drift: Fact<readonly string[]>
  phases: Fact<number>
  items: Fact<number>
  /** ISO time. */
  start: Fact<string>
  /** Tokens, picodollars, rollouts, seconds, attempts. */
  effort: Record<Effort, Fact<number>>
  /** Whether all of its tokens were recorded, or a part of them. */
  tokenData: Fact<'all' | 'part'>
  /** Other runs of the same thing under the same configuration. */
  reruns: Fact<readonly string[]>
  /** The run that was reported in its place. */
  supersededBy: Fact<string | null>
}

export interface MissingArm {
  runId: string
  missing: true
}

export type Arm = ArmFacts | MissingArm
export const isMissing = (arm: Arm): arm is MissingArm => 'missing' in arm
