import 'server-only'
import type { Context } from '@/lib/context'
import type { ExperimentDefinition } from '@/lib/experiments/definition'
import type { ArmChecks } from '@/lib/experiments/experiment-schema'

/** Whether the arms of an experiment may be compared. Nothing is checked yet, which is not the same as valid. */
export async function checkArms(_ctx: Context, _definition: ExperimentDefinition): Promise<ArmChecks> {
  return { valid: null, override: null, checks: [] }
}
