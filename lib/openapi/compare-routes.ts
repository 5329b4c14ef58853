import { CompareRunsInput, RunComparison } from '@/lib/compare/schema'
import { contract } from './contract'

/** The door of two runs side by side. */
export const COMPARE_ROUTES = {
  compareRuns: contract({
    method: 'GET',
    path: '/ab/compare',
    summary: 'Two runs side by side: specification, aligned phases, tokens by phase, and where their transcripts part',
    input: CompareRunsInput,
    output: RunComparison,
    dependsOn: 'rows',
  }),
} as const
