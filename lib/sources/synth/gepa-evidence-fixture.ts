/** A small evidence folder: two stacks on one benchmark, one of them run twice, and a benchmark without partner. */
export interface EvidencePlan {
  startedAt: string
  /** Rollouts that each side used; equal effort unless a test wants none. */
  rollouts?: { gepa_ai: number; synth_gepa: number }
  /** Counts as a writer without metering puts them down. */
  zeroTokens?: boolean
  /** Its controls name no seeds. */
  unseeded?: boolean
}

type Stack = 'gepa_ai' | 'synth_gepa'
const STACKS: readonly Stack[] = ['gepa_ai', 'synth_gepa']
const SEEDS = [0, 1, 2, 3]

const later = (at: string, minutes: number) =>
  new Date(Date.parse(at) + minutes * 60_000).toISOString().replace('Z', '000+00:00')
const stamp = (at: string) => at.slice(0, 19).replaceAll(/[-:]/g, '')

/** Run id of a stack's try, as the runner names it. */
export const evidenceRunId = (stack: string, benchmark: string, at: string) => `${stack}_${benchmark}_${stamp(at)}`

function command(stack: string, benchmark: string, at: string, exitCode = 0): Record<string, unknown> {
  const run = evidenceRunId(stack, benchmark, at)
  return {
    command_id: `command-${run}`,
    phase: 'run',
    stack,
    benchmark,
    cwd: '/work/evals',
    argv: ['run_stack', '--benchmark', benchmark, '--stack', stack],
    env_keys: ['API_KEY'],
    inputs: [`/work/evals/configs/${benchmark}.toml`],
    outputs: [`/work/evals/runs/${stack}/${benchmark}/${run}`],
    started_at: later(at, 0),
    finished_at: later(at, 10),
    exit_code: exitCode,
  }
}

function candidates(stack: Stack, benchmark: string, at: string, rollouts: number): Record<string, unknown>[] {
  return [0, 1].map((index) => ({
    stack,
    benchmark,
    run_id: evidenceRunId(stack, benchmark, at),
    candidate_id: `cand_${index}`,
    candidate_index: index,
    generated_at: later(at, index),
    evaluated_at: later(at, index + 1),
    elapsed_seconds: 60 * (index + 1) + 0.5,
    cumulative_rollout_count: Math.round((rollouts * (index + 1)) / 2),
    cumulative_cost_usd: 0.015 * (index + 1),
    cumulative_rollout_cost_usd: 0.01 * (index + 1),
    cumulative_proposer_cost_usd: 0.005 * (index + 1),
    proposer_model: 'proposer-1',
    policy_model: 'policy-1',
    train_score: 0.4 + 0.1 * index,
    train_heldout_score: 0.4,
    heldout_score: 0.5 + 0.1 * index,
    heldout_n: SEEDS.length,
    accepted: index === 1,
    parent_candidate_id: index === 0 ? null : 'cand_0',
    generation: index === 0 ? 0 : null,
    proposal_source: index === 0 ? 'seed' : 'proposed',
    candidate_payload_json: JSON.stringify({ system: `Answer briefly, version ${index}.` }),
  }))
}

function evaluations(
  stack: Stack,
  benchmark: string,
  at: string,
  split: string,
  zero: boolean,
): Record<string, unknown>[] {
  return [0, 1].flatMap((index) =>
    SEEDS.map((seed) => ({
      stack,
      benchmark,
      run_id: evidenceRunId(stack, benchmark, at),
      candidate_id: `cand_${index}`,
      split,
      heldout_seed: seed,
      reward: seed % 2,
      prediction: 'a',
      expected: 'b',
      prompt_tokens: zero ? 0 : 100 + seed,
      completion_tokens: zero ? 0 : 10,
      error: null,
    })),
  )
}

/** The files of such a folder, by path: lists are JSON lines. */
export function gepaEvidenceFiles(plan: EvidencePlan): Record<string, unknown> {
  const { startedAt: at, rollouts = { gepa_ai: 100, synth_gepa: 100 }, zeroTokens = false, unseeded = false } = plan
  const [benchmark, alone] = ['trivia', 'ledger_qa']
  const rerun = later(at, -60 * 24)
    .slice(0, 19)
    .concat('.000Z')
  const report = (stack: Stack) => ({
    run_ids: [evidenceRunId(stack, benchmark, at)],
    num_candidates: 2,
    seed_heldout_score: 0.5,
    best_heldout_score: stack === 'gepa_ai' ? 0.6 : 0.58,
    total_rollouts: rollouts[stack],
    total_cost_usd: 0.03,
    total_rollout_cost_usd: 0.02,
    total_proposer_cost_usd: 0.01,
    total_elapsed_seconds: 600,
    cost_metered_usd: 0.03,
    cost_with_codex_subscription_usd: 0.02,
    best_candidate_id: 'cand_1',
    best_at_rollouts: rollouts[stack],
  })
  const perStack = Object.fromEntries(STACKS.map((stack) => [stack, report(stack)]))
  const parity = {
    benchmark,
    ...(unseeded ? {} : { train_seeds: SEEDS, heldout_seeds: SEEDS }),
    seed_candidate: { system: 'Answer briefly.' },
    search_rollout_budget: 100,
    pricing_usd_per_1m: { policy_input_per_1m: 0.1, policy_output_per_1m: 0.4 },
    proposer_model: 'proposer-1',
    policy_model: 'policy-1',
  }
  const commands = STACKS.map((stack) => command(stack, benchmark, at))
  return {
    'commands.jsonl': [command('gepa_ai', benchmark, rerun), ...commands, command('synth_gepa', alone, at)],
    'candidate_timeline.jsonl': STACKS.flatMap((stack) => candidates(stack, benchmark, at, rollouts[stack])),
    'train_evaluations.jsonl': STACKS.flatMap((stack) => evaluations(stack, benchmark, at, 'train', zeroTokens)),
    'heldout_evaluations.jsonl': STACKS.flatMap((stack) => evaluations(stack, benchmark, at, 'heldout', zeroTokens)),
    [`benchmarks/${benchmark}/parity_controls.json`]: parity,
    [`benchmarks/${benchmark}/run_manifest.json`]: {
      benchmark,
      stacks: STACKS,
      run_commands: commands,
      per_stack: perStack,
    },
    [`benchmarks/${benchmark}/summary.json`]: {
      benchmark,
      generated_at: later(at, 60),
      per_stack: perStack,
      caveats: ['small'],
    },
    [`benchmarks/${benchmark}/curve_points.jsonl`]: STACKS.flatMap((stack) => [
      {
        stack,
        benchmark,
        run_id: evidenceRunId(stack, benchmark, at),
        metric: 'best_heldout_so_far',
        x_name: 'candidate_index',
        x: 0,
        y: 0.5,
      },
      {
        stack,
        benchmark,
        run_id: evidenceRunId(stack, benchmark, at),
        metric: 'best_heldout_so_far',
        x_name: 'elapsed_seconds',
        x: 60.5,
        y: 0.5,
      },
    ]),
  }
}
