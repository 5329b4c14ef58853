import { Random } from '@/lib/sample/random'
import { DAY_MS, iso, linesFile, MINUTE_MS, type SampleFile } from '@/lib/sample/sample-file'

const EXPERIMENT = 'changed-lines'
const ITEMS = 24
/** Every eighth item reads more when it is shown less, and asks for the rest. */
const WORSE_EVERY = 8
const [CONTROL, TREATMENT] = ['baseline, whole files', 'changed lines only'] as const

/** Dollars a million tokens. */
const PRICE = { input: 3, output: 15 } as const

/** An experiment at `now`, in milliseconds, that helped: showing the changed lines alone takes about a fifth off. */
export function tokenExperiment(seed: string, now: number): SampleFile {
  const random = new Random(`${seed} token experiment`)
  const startedAt = now - 2 * DAY_MS
  const rows = Array.from({ length: ITEMS }, (_, index) => {
    const [input, output] = [random.int(28_000, 190_000), random.int(1_400, 6_800)]
    const share = index % WORSE_EVERY === WORSE_EVERY - 1 ? random.int(102, 109) / 100 : random.int(66, 91) / 100
    const at = startedAt + index * 5 * MINUTE_MS
    return [
      rowOf({ index, configuration: CONTROL, input, output, at }),
      rowOf({ index, configuration: TREATMENT, input: Math.round(input * share), output, at: at + 2 * MINUTE_MS }),
    ]
  })
  return linesFile(`results/${EXPERIMENT}/rows.jsonl`, rows.flat())
}

interface Row {
  index: number
  configuration: string
  input: number
  output: number
  at: number
}

const rowOf = ({ index, configuration, input, output, at }: Row) => ({
  ...{ experiment: EXPERIMENT, item: `review-${index + 1}`, configuration },
  ...{ input_tokens: input, output_tokens: output },
  cost_usd: Number(((input * PRICE.input + output * PRICE.output) / 1e6).toFixed(6)),
  seconds: Number((9 + input / 5_200 + output / 70).toFixed(1)),
  completed_at: iso(at),
})
