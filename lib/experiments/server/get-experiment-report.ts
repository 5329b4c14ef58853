import 'server-only'
import type { z } from 'zod'
import type { Context } from '@/lib/context'
import type { ExperimentReport, GetExperimentInput } from '@/lib/experiments/experiment-schema'
import { reportMarkdown } from '@/lib/experiments/report-markdown'
import { getExperiment } from './get-experiment'

/** One experiment as a Markdown report. @throws not_found */
export async function getExperimentReport(
  ctx: Context,
  input: GetExperimentInput,
): Promise<z.infer<typeof ExperimentReport>> {
  return { markdown: reportMarkdown(await getExperiment(ctx, { ...input, limit: 500 })) }
}
