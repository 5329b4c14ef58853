import { Random } from '@/lib/sample/random'
import { HOUR_MS, MINUTE_MS, type SampleDatabase } from '@/lib/sample/sample-file'
import { breakpoint, interaction, type ObraRow, project, session, task } from '@/lib/sources/obra/obra-fixture'

/** Obra stores UTC without a zone. */
const obraTime = (ms: number) => `${new Date(ms).toISOString().slice(0, -1).replace('T', ' ')}000`

interface Iteration {
  decision: string
  quality: number
  confidence: number
  seconds: number
  call?: ObraRow
}

interface Plan {
  id: number
  title: string
  description: string
  startedAt: number
  task: ObraRow
  iterations: readonly Iteration[]
}

/**
 * Obra's database at `now`, in milliseconds: a task done in five iterations, one that is called completed although its
 * last iteration failed, and one that asked back ten times in a row.
 */
export function obraDatabase(seed: string, now: number): SampleDatabase {
  const random = new Random(`${seed} obra`)
  const plans = [
    done(random, now - 31 * HOUR_MS),
    falselyDone(random, now - 20 * HOUR_MS),
    askingBack(now - 9 * HOUR_MS),
  ]
  const created = obraTime(now - 40 * HOUR_MS)
  const rows = plans.map((plan) => rowsOf(plan, random))
  return {
    path: 'obra/orchestrator.db',
    tables: {
      project_state: [
        project({
          project_name: 'parcel-desk',
          working_directory: '/srv/parcel-desk',
          created_at: created,
          updated_at: created,
        }),
      ],
      task: rows.map((row) => row.task),
      session_record: rows.flatMap((row) => row.sessions),
      interaction: rows.flatMap((row) => row.calls),
      breakpoint_event: [openQuestion(plans.at(-1))],
    },
  }
}

function done(random: Random, startedAt: number): Plan {
  return {
    id: 1,
    title: 'Average delivery time per depot',
    description: 'Read deliveries.csv and print the average delivery time of each depot.',
    startedAt,
    task: {
      status: 'COMPLETED',
      result: JSON.stringify({ status: 'completed', outcome: 'success', quality_score: 0.86 }),
    },
    iterations: Array.from({ length: 5 }, (_, index) => ({
      decision: 'proceed',
      quality: 0.64 + index * 0.055,
      confidence: 0.7 + index * 0.05,
      seconds: random.int(24, 50),
    })),
  }
}

/** The task says COMPLETED, and so does its last session; the call of that session ended with an error. */
function falselyDone(random: Random, startedAt: number): Plan {
  const failed: ObraRow = { error_subtype: 'error_during_execution', num_turns: 3, validation_passed: 0 }
  return {
    id: 2,
    title: 'Print labels in two columns',
    description: 'Change the label printer to two columns and keep the old layout as an option.',
    startedAt,
    task: { status: 'COMPLETED' },
    iterations: [0, 1, 2].map((index) => ({
      decision: 'proceed',
      quality: index === 2 ? 0.31 : 0.72,
      confidence: index === 2 ? 0.28 : 0.66,
      seconds: random.int(24, 50),
      ...(index === 2 && { call: failed }),
    })),
  }
}

function askingBack(startedAt: number): Plan {
  return {
    id: 3,
    title: 'Make the import faster',
    description: 'Make it faster.',
    startedAt,
    task: { result: JSON.stringify({ status: 'max_iterations', iterations: 10 }) },
    iterations: Array.from({ length: 10 }, (_, index) => ({
      decision: 'clarify',
      quality: 0.62 + index * 0.016,
      confidence: index === 0 ? 0.32 : 0.64,
      seconds: 21 + index,
    })),
  }
}

function rowsOf({ id, title, description, startedAt, task: values, iterations }: Plan, random: Random) {
  const begins = (index: number) => startedAt + index * MINUTE_MS
  const updated_at = obraTime(begins(iterations.length))
  const ended: ObraRow = values['status'] === 'COMPLETED' ? { completed_at: updated_at } : {}
  const made = { created_at: obraTime(startedAt - MINUTE_MS), updated_at, started_at: obraTime(startedAt) }
  const key = (index: number) => `obra-task-${id}-iteration-${index + 1}`
  const calls = iterations.map((one, index) => callRow(one, { id, index, key: key(index), at: begins(index), random }))
  return {
    task: task({ id, title, description, ...made, ...ended, ...values }),
    calls,
    sessions: calls.map((call, index) =>
      session({
        id: id * 100 + index,
        session_id: key(index),
        task_id: id,
        started_at: obraTime(begins(index)),
        ended_at: obraTime(begins(index) + 55_000),
        created_at: obraTime(begins(index)),
        updated_at: obraTime(begins(index) + 55_000),
        total_tokens: call['total_tokens'] ?? null,
        total_turns: call['num_turns'] ?? null,
        total_cost_usd: call['cost_usd'] ?? null,
      }),
    ),
  }
}

function callRow(
  { decision, quality, confidence, seconds, call }: Iteration,
  of: { id: number; index: number; key: string; at: number; random: Random },
): ObraRow {
  const [input, written, read, output] = [
    of.random.int(90, 400),
    of.random.int(1_800, 4_200),
    of.random.int(14_000, 31_000),
    of.random.int(430, 1_900),
  ]
  const micros = input * 3 + written * 3.75 + read * 0.3 + output * 15
  return interaction({
    id: of.id * 100 + of.index,
    task_id: of.id,
    agent_session_id: of.key,
    timestamp: obraTime(of.at + seconds * 1_000),
    prompt: of.index === 0 ? 'Do the task.' : `Go on with iteration ${of.index + 1}.`,
    response:
      decision === 'clarify' ? 'Which import is meant, and how fast must it be?' : 'I changed it and ran the tests.',
    quality_score: Math.round(quality * 1_000) / 1_000,
    confidence_score: Math.round(confidence * 1_000) / 1_000,
    context: JSON.stringify({ decision, model: 'claude-sonnet-4-5' }),
    duration_seconds: seconds,
    duration_ms: seconds * 1_000,
    duration_api_ms: seconds * 940,
    input_tokens: input,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: read,
    output_tokens: output,
    total_tokens: input + written + read + output,
    cost_usd: Math.round(micros) / 1e6,
    ...call,
  })
}

/** Nobody has answered it. */
function openQuestion(plan: Plan | undefined): ObraRow {
  return breakpoint({
    task_id: plan?.id ?? null,
    reason: 'Ten iterations asked back; confidence stays at 0.64',
    context: '{"confidence": 0.64}',
    triggered_at: obraTime((plan?.startedAt ?? 0) + 10 * MINUTE_MS),
  })
}
