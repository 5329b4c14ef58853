import { Random } from '@/lib/sample/random'
import { DAY_MS, iso, jsonFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'

const EXPERIMENT = 'retry-policy'
const ITEMS = 40
const NAMES = ['plain', 'with retries'] as const
const COLUMNS =
  'experiment,item,configuration,resolved,cost_usd,seconds,input_tokens,output_tokens,api_calls,error,completed_at'

/**
 * An experiment at `now`, in milliseconds: two configurations on the same items as rows, and the trajectory of one item.
 * The second solves more and costs more; one of its rows broke off and names no cost.
 */
export function resultFiles(seed: string, now: number): SampleFile[] {
  return [rows(seed, now - 3 * DAY_MS), trajectory(Math.floor((now - 3 * DAY_MS) / 1_000))]
}

const itemOf = (index: number) => `parcel-${index + 101}`

function rows(seed: string, startedAt: number): SampleFile {
  const random = new Random(`${seed} results`)
  const lines = Array.from({ length: ITEMS }, (_, index) => {
    const hard = random.next()
    const at = startedAt + index * 2 * MINUTE_MS
    return NAMES.map((name, arm) => rowOf(random, { index, name, solved: random.next() > hard - arm * 0.12, arm, at }))
  })
  return { path: `results/${EXPERIMENT}/rows.csv`, text: `${[COLUMNS, ...lines.flat()].join('\n')}\n` }
}

interface Row {
  index: number
  name: string
  solved: boolean
  arm: number
  at: number
}

function rowOf(random: Random, of: Row): string {
  const { index, name, solved, arm, at } = of
  const broken = arm === 1 && index === 17
  const calls = random.int(9, 22) + arm * 5
  const [input, output] = [calls * random.int(2_600, 4_100), calls * random.int(140, 310)]
  const cost = ((input * 0.25 + output * 2) / 1e6).toFixed(6)
  const seconds = (calls * random.int(38, 95)) / 10
  const amounts = broken ? ['', '', '', '', ''] : [cost, seconds.toFixed(1), input, output, calls]
  const error = broken ? 'container did not start' : ''
  return [EXPERIMENT, itemOf(index), name, broken ? 'false' : String(solved), ...amounts, error, iso(at)].join(',')
}

/** As mini-swe-agent writes it: what the agent computed by list prices stands beside what was charged. */
function trajectory(startS: number): SampleFile {
  const item = itemOf(3)
  const answer = (n: number, after: number, content: string) => ({
    role: 'assistant',
    content,
    extra: {
      response: {
        ...{ id: `sample-answer-${n}`, model: 'gpt-5-mini', provider: 'openai', created: startS + after },
        usage: {
          ...{ prompt_tokens: 2_400 + n * 700, completion_tokens: 180, total_tokens: 2_580 + n * 700, cost: 0.0011 },
          prompt_tokens_details: { cached_tokens: n * 1_024 },
          completion_tokens_details: { reasoning_tokens: 64 },
        },
      },
    },
  })
  const told = (returncode: number, output: string) => ({
    role: 'user',
    content: `<returncode>${returncode}</returncode>\n<output>\n${output}\n</output>`,
  })
  return jsonFile(`results/${EXPERIMENT}/trajs/with-retries/${item}/${item}.traj.json`, {
    trajectory_format: 'mini-swe-agent-1',
    instance_id: item,
    info: {
      exit_status: 'Submitted',
      submission: 'diff --git a/src/label.ts b/src/label.ts',
      mini_version: '1.15.0',
      model_stats: { instance_cost: 0.0041, api_calls: 3 },
      config: { model: { model_name: 'gpt-5-mini' } },
    },
    messages: [
      { role: 'system', content: 'You fix bugs in a repository.' },
      { role: 'user', content: 'The label is printed twice when the printer answers late.' },
      answer(0, 0, 'I look for the printer.\n```bash\ngrep -rn "print(" src\n```'),
      told(1, 'grep: src: No such file or directory'),
      answer(1, 14, 'The sources lie elsewhere.\n```bash\ngrep -rn "print(" app\n```'),
      told(0, 'app/label.ts:41:  await printer.print(label)'),
      answer(2, 39, 'A late answer must not print again.\n```bash\necho COMPLETE_TASK_AND_SUBMIT_FINAL_OUTPUT\n```'),
    ],
  })
}
