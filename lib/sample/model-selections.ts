import { dayStamp } from './fleet'
import type { RunPlan } from './run-plan'

const DAY = 86_400_000

/**
 * Autopack's log of model choices, one file a day for the three days before `now`: file name → lines. It names no run,
 * only phases.
 */
export function modelSelections(plans: readonly RunPlan[], now: number): Map<string, string> {
  const lines: { at: number; text: string }[] = []
  for (const plan of plans) {
    for (const phase of plan.phases) {
      phase.attempts.forEach((attempt, index) => {
        for (const role of ['builder', 'auditor']) {
          const call = attempt.calls.find((one) => one.role === role)
          if (!call || call.at > now || call.at < now - 3 * DAY) continue
          const at = call.at - 700
          lines.push({ at, text: selection(at, phase.key, phase.complexity, { role, model: call.model, index }) })
        }
      })
    }
  }
  lines.sort((a, b) => a.at - b.at || (a.text < b.text ? -1 : 1))
  const files = new Map<string, string>()
  for (const { at, text } of lines) {
    const name = `model_selections_${dayStamp(at)}.jsonl`
    files.set(name, `${files.get(name) ?? ''}${text}\n`)
  }
  return files
}

function selection(
  at: number,
  phase: string,
  complexity: string,
  of: { role: string; model: string; index: number },
): string {
  const raised = of.index > 1 ? 'high' : complexity
  return JSON.stringify({
    timestamp: `${new Date(at).toISOString().slice(0, -1)}000+00:00`,
    phase_id: phase,
    role: of.role,
    model: of.model,
    original_complexity: complexity,
    effective_complexity: raised,
    attempt_index: of.index,
    escalation_info: {
      original_complexity: complexity,
      effective_complexity: raised,
      model_escalation_reason: null,
      complexity_escalation_reason: raised === complexity ? null : 'two failed attempts',
    },
  })
}
