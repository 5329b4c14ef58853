import type { System } from '@/lib/model/systems'
import type { FieldName } from './fields'

type Lacks = Partial<Record<FieldName, string>>

const TRANSCRIPT: Lacks = {
  model_map: 'a transcript names the models that answered, not those asked for',
  item_set: 'a conversation has no items',
  seeds: 'a conversation takes no seed',
  budget: 'a conversation has no budget of its own',
  switches: 'a transcript records no switches',
  judge: 'nothing scores a conversation',
}

/**
 * What the format of a system cannot have, and why. A field that is not here and that nothing records is unknown; one that is
 * here and recorded nevertheless counts as recorded.
 */
export const FORMAT_LACKS: Readonly<Record<System, Lacks>> = {
  autopack: {
    configuration: 'Autopack is one program: its models, plan and switches have fields of their own',
    item_set: 'a run has phases, not items',
    seeds: 'a run takes no seed',
    judge: 'its auditor is one of its models',
    tool_versions: 'Autopack runs from its own commit',
  },
  'claude-code': { ...TRANSCRIPT, commit: 'a transcript names the branch, not the commit' },
  codex: TRANSCRIPT,
  synth: { tool_versions: 'the service names no version' },
  obra: {
    configuration: 'Obra is one program',
    item_set: 'a task has iterations, not items',
    seeds: 'a task takes no seed',
    judge: 'Obra judges its own work',
  },
  interllm: {
    configuration: 'InterLLM is one program: its settings have fields of their own',
    item_set: 'scenarios are its phases',
    seeds: 'a run takes no seed',
    budget: 'a run has no budget',
    judge: 'its coordinator is one of its models',
  },
  reev: {
    model_map: 'the agent stands for its model',
    observed_models: 'reev records no model calls',
    seeds: 'a benchmark takes no seed',
    budget: 'an execution has no budget',
    switches: 'reev records no switches',
    judge: 'a fixed formula scores',
  },
  results: {
    model_map: 'a table names configurations, not the models asked for',
    observed_models: 'a table names configurations, not the models that answered',
    plan: 'the items are the plan',
    seeds: 'a table records no seeds',
    budget: 'a table records no budget',
    switches: 'a table records no switches',
    tool_versions: 'a table names configurations, not their versions',
  },
  pitwall: {},
}

/** The same of files of synth-ai that hold a comparison and nothing else. */
export const EVIDENCE_LACKS: Readonly<Record<'gepa' | 'baseline', Lacks>> = {
  gepa: { commit: 'the evidence of a comparison names no version of its optimisers' },
  baseline: {
    commit: 'a baseline names no version of its harness',
    observed_models: 'a baseline records no model calls',
    plan: 'the tasks of a baseline are its plan',
    seeds: 'the tasks of a baseline are its seeds',
    budget: 'a baseline has no budget',
    switches: 'a baseline records no switches',
    judge: 'a baseline names no judge',
  },
}

/** Fields of a table of results that its publisher fixes for every configuration in it. */
export const PUBLISHER_FIXES: readonly FieldName[] = ['commit', 'item_set', 'judge']
