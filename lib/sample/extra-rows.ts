/** Rows that belong to the fleet rather than to the timeline of one run. */
import { createHash } from 'node:crypto'
import { dayStamp, type Fleet } from './fleet'
import { Random } from './random'
import { addDoctorStats, addPlanChanges, addRareEvents } from './rare-rows'
import { autopackTime, type Row, type Rows } from './rows'
import { lastMoment, type PhaseOutcome, type RunPlan } from './run-plan'

const MINUTE = 60_000

/** Adds approvals, governance, A/B results, orphans and the smaller event tables. `rows` holds the runs already. */
export function addExtras(rows: Rows, fleet: Fleet, seed: string, now: number): void {
  addApprovals(rows, fleet, now)
  addGovernance(rows, fleet, now)
  addABResult(rows, fleet.validPair, [])
  addABResult(rows, fleet.refusedPair, [
    'ERROR: control_commit_sha differs from treatment_commit_sha',
    'ERROR: model hash differs',
    'WARNING: start times are more than 24 hours apart',
  ])
  addOrphans(rows, seed, now)
  addDoctorStats(rows)
  addPlanChanges(rows, fleet)
  addRareEvents(rows, fleet)
}

/** Makes one phase of a run point at a tier of the run before it, as ten real ones do. */
export function pointAtWrongTier(rows: Rows, plan: RunPlan): void {
  const other = rows.of('tiers').find((tier) => tier['run_id'] !== plan.key)
  const phase = rows.of('phases').find((row) => row['run_id'] === plan.key)
  if (phase && other) phase['tier_id'] = other['id'] ?? null
}

function addApprovals(rows: Rows, fleet: Fleet, now: number): void {
  const { waiting, timedOut, stuck } = fleet
  const ask = (plan: RunPlan, outcome: PhaseOutcome, row: Row) =>
    rows.add('approval_requests', {
      run_id: plan.key,
      phase_id: phaseThatIs(plan, outcome),
      decision_info: JSON.stringify({ type: 'RISKY_PATCH', risk_level: 'high', confidence: '72%' }),
      deletion_info: JSON.stringify({
        net_deletion: 214,
        loc_removed: 260,
        loc_added: 46,
        files: ['src/gate/grants.ts'],
        risk_level: 'high',
        risk_score: 78,
      }),
      telegram_sent: 0,
      ...row,
    })
  const asked = now - 3 * MINUTE
  ask(waiting, 'EXECUTING', {
    context: 'build113_risky_decision',
    status: 'pending',
    requested_at: autopackTime(asked),
    timeout_at: autopackTime(asked + 15 * MINUTE),
  })
  ask(waiting, 'EXECUTING', {
    context: 'build113_ambiguous_decision',
    status: 'pending',
    requested_at: autopackTime(now - 40 * MINUTE),
    timeout_at: autopackTime(now + 1_400 * MINUTE),
  })
  const late = lastMoment(timedOut) - 16 * MINUTE
  ask(timedOut, 'FAILED', {
    context: 'troubleshoot',
    status: 'timeout',
    requested_at: autopackTime(late),
    timeout_at: autopackTime(late + 15 * MINUTE),
    responded_at: autopackTime(late + 15.7 * MINUTE),
    response_method: 'timeout',
    rejected_reason: 'Timed out after 15 minutes; the default is reject',
  })
  const granted = stuck.createdAt + 3 * MINUTE
  ask(stuck, 'COMPLETE', {
    context: 'build113_risky_decision',
    status: 'approved',
    requested_at: autopackTime(granted),
    timeout_at: autopackTime(granted + 15 * MINUTE),
    responded_at: autopackTime(granted + 4 * MINUTE),
    response_method: 'dashboard',
    approval_reason: 'Only the test folder is touched',
  })
}

function phaseThatIs(plan: RunPlan, outcome: PhaseOutcome): string {
  return (plan.phases.find((phase) => phase.outcome === outcome) ?? plan.phases[0])?.key ?? ''
}

function addGovernance(rows: Rows, { waiting, validPair }: Fleet, now: number): void {
  const ask = (plan: RunPlan, outcome: PhaseOutcome, id: string, row: Row) =>
    rows.add('governance_requests', {
      request_id: `gov-${id}`,
      run_id: plan.key,
      phase_id: phaseThatIs(plan, outcome),
      risk_level: 'medium',
      auto_approved: 0,
      ...row,
    })
  ask(waiting, 'EXECUTING', '7f31c0', {
    requested_paths: JSON.stringify(['infra/policies/grants.rego', 'src/gate/']),
    justification: 'The writer has to emit events from the policy layer',
    risk_level: 'high',
    approved: null,
    created_at: autopackTime(now - 26 * MINUTE),
  })
  ask(validPair[0], 'COMPLETE', '19ab44', {
    requested_paths: JSON.stringify(['templates/invoice.html']),
    justification: 'The template lies outside the phase',
    approved: 1,
    approved_by: 'maria',
    created_at: autopackTime(validPair[0].createdAt + 30 * MINUTE),
  })
}

function addABResult(rows: Rows, [control, treatment]: readonly [RunPlan, RunPlan], errors: string[]): void {
  const [a, b] = [sideOf(rows, control), sideOf(rows, treatment)]
  const same = errors.length === 0
  rows.add('ab_test_results', {
    test_id: `${control.story.stem}-context-budget`,
    control_run_id: control.key,
    treatment_run_id: treatment.key,
    control_commit_sha: sha(control.story.stem, 40),
    treatment_commit_sha: sha(same ? control.story.stem : treatment.key, 40),
    control_model_hash: sha('models', 16),
    treatment_model_hash: sha(same ? 'models' : 'other models', 16),
    is_valid: same ? 1 : 0,
    validity_errors: JSON.stringify(errors),
    token_delta: b.tokens - a.tokens,
    time_delta_seconds: (b.ms - a.ms) / 1_000,
    success_rate_delta: 100 * (b.complete / b.phases - a.complete / a.phases),
    control_total_tokens: a.tokens,
    control_phases_complete: a.complete,
    control_phases_failed: a.failed,
    control_total_phases: a.phases,
    treatment_total_tokens: b.tokens,
    treatment_phases_complete: b.complete,
    treatment_phases_failed: b.failed,
    treatment_total_phases: b.phases,
    created_at: autopackTime(lastMoment(treatment) + 20 * MINUTE),
    created_by: 'maria',
  })
}

function sideOf(rows: Rows, plan: RunPlan) {
  const usage = rows.of('llm_usage_events').filter((row) => row['run_id'] === plan.key)
  return {
    tokens: usage.reduce((sum, row) => sum + Number(row['total_tokens']), 0),
    ms: lastMoment(plan) - plan.createdAt,
    complete: plan.phases.filter((phase) => phase.outcome === 'COMPLETE').length,
    failed: plan.phases.filter((phase) => phase.outcome === 'FAILED').length,
    phases: plan.phases.length,
  }
}

/** Usage that names runs nobody recorded: about an eighth of the spend. */
function addOrphans(rows: Rows, seed: string, now: number): void {
  const random = new Random(`${seed} orphans`)
  for (const [stem, age, calls] of [
    ['warehouse-split', 17.2, 44],
    ['label-printer-v3', 8.8, 31],
    ['scratch-local', 1.1, 9],
  ] as const) {
    let at = Math.floor(now - age * 86_400_000)
    const key = stem === 'scratch-local' ? stem : `${stem}-${dayStamp(at)}`
    for (let index = 0; index < calls; index += 1) {
      at += random.int(30, 200) * 1_000
      const [prompt, completion] = [random.int(9_000, 60_000), random.int(900, 9_000)]
      const auditor = index % 4 === 3
      rows.add('llm_usage_events', {
        provider: auditor ? 'openai' : 'anthropic',
        model: auditor ? 'gpt-4o' : 'claude-sonnet-4-5',
        run_id: key,
        phase_id: `${stem}-phase-${1 + Math.floor(index / 9)}`,
        role: auditor ? 'auditor' : 'builder',
        total_tokens: prompt + completion,
        prompt_tokens: prompt,
        completion_tokens: completion,
        created_at: autopackTime(at),
        is_doctor_call: 0,
      })
    }
  }
}

function sha(text: string, length: number): string {
  return createHash('sha256').update(text).digest('hex').slice(0, length)
}
