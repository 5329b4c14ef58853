import type { Analysis, TestWire } from './analysis-schema'
import type { ArmSummary, ExperimentDetail, KnownSum } from './experiment-schema'
import { familyVerdict } from './family-words'
import { TEST_WORDS } from './verdict'

type Rows = readonly (readonly string[])[]

/** One experiment as a report: what was fixed, what can be said, and everything needed to make it again. */
export function reportMarkdown(experiment: ExperimentDetail): string {
  const { name, analysis, withheld, declared } = experiment
  const stamp = declared && experiment.validity.override === null ? '' : '**Exploratory.** '
  return [
    `# ${plain(name)}`,
    `${stamp}${plain(withheld ?? analysis?.verdict ?? 'Nothing was analysed.')}`,
    ...section('What was fixed', definitionRows(experiment)),
    ...versions(experiment),
    ...arms(experiment),
    ...checks(experiment),
    ...(analysis === null ? [] : numbers(analysis)),
    ...family(experiment),
    ...matrix(experiment),
    ...headlines(experiment),
    ...section('How it was made', methodRows(experiment)),
  ]
    .join('\n\n')
    .concat('\n')
}

/** Text of a record as text of the report: no markup, no line of its own. */
const plain = (text: string) =>
  text
    .replace(/\p{Cc}|\p{Cf}|[\u2028\u2029]/gu, ' ')
    .replace(/[\\`*_{}[\]()#+!|<>~&]/g, '\\$&')
    .slice(0, 2_000)

const shown = (value: number | null) => (value === null ? 'not recorded' : String(Number(value.toPrecision(8))))
const interval = (ci: readonly [number, number] | null) => (ci === null ? '' : `${shown(ci[0])} to ${shown(ci[1])}`)

function table(titles: readonly string[], rows: Rows): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

const section = (title: string, rows: Rows) => (rows.length === 0 ? [] : [`## ${title}`, table(['', ''], rows)])

function definitionRows({ definition, better, unit, control, treatment }: ExperimentDetail): Rows {
  const { metric, primary, direction, alpha, power, planned, smallestEffect, varied, calibration } = definition
  return [
    ['Control', plain(control)],
    ['Treatment', plain(treatment)],
    ['Metric', `${metric} (${unit}), ${better} is better`],
    ['Unit and pairing', `${definition.unit}, by ${definition.pairBy}`],
    ['Primary test', primary === undefined ? 'not declared' : TEST_WORDS[primary]],
    ['Direction, alpha, power', `${direction}, ${alpha}, ${power}`],
    ['Planned pairs', planned === undefined ? 'not planned' : String(planned)],
    [
      'Smallest effect of interest',
      smallestEffect ? `${smallestEffect.scale} ${smallestEffect.value}` : 'not declared',
    ],
    ['Varied', varied.length === 0 ? 'nothing declared' : plain(varied.join(', '))],
    ...(calibration ? [['Calibration', 'both arms are the same on purpose (A/A)']] : []),
  ]
}

function versions({ versions: all }: ExperimentDetail): string[] {
  if (all.length < 2) return []
  const rows = all.map(({ version, createdAt, reason, hash, afterResults }) => [
    ...[String(version), createdAt ?? '', plain(reason ?? 'first'), hash, afterResults ? 'yes' : 'no'],
  ])
  return ['## Versions', table(['version', 'at', 'reason', 'hash', 'after results'], rows)]
}

const known = ({ sum, known: count, of }: KnownSum) =>
  sum === null ? 'not recorded' : `${shown(sum)}${count < of ? ` (${count} of ${of} recorded)` : ''}`

function arms({ arms: { control, treatment }, matching, exclusions }: ExperimentDetail): string[] {
  const row = (title: string, value: (arm: ArmSummary) => string) => [title, value(control), value(treatment)]
  const lost = exclusions.map(({ arm, cause, count }) => `${arm}: ${count} ${plain(cause)}`).join(', ')
  return [
    '## Arms',
    table(
      ['', 'control', 'treatment'],
      [
        row('Results', (arm) => String(arm.observations)),
        row('Evaluable', (arm) => String(arm.evaluable)),
        row('Without partner', (arm) => String(arm.unmatched)),
        row('Quality', (arm) => arm.quality),
        row('Tokens, all attempts', (arm) => known(arm.tokens)),
        row('Cost in micro-USD, all attempts', (arm) => known(arm.costMicroUsd)),
        row('Cost per success, micro-USD', (arm) => shown(arm.costPerSuccessMicroUsd)),
      ],
    ),
    `Pairs: ${matching.pairs}, evaluable ${matching.evaluablePairs}. Excluded: ${lost || 'none'}.`,
  ]
}

function checks({ validity, warnings }: ExperimentDetail): string[] {
  const rows = [
    ...validity.checks.map(({ level, name, detail }) => [level, plain(name), plain(detail)]),
    ...warnings.map(({ name, detail }) => ['warning', plain(name), plain(detail)]),
  ]
  const said =
    validity.valid === null
      ? 'Validity was not checked.'
      : validity.valid
        ? 'The pair is valid.'
        : 'The pair is not valid.'
  const override = validity.override ? ` Overridden: ${plain(validity.override.reason)}` : ''
  return [
    '## Validity',
    `${said}${override}`,
    ...(rows.length === 0 ? [] : [table(['level', 'check', 'detail'], rows)]),
  ]
}

function numbers({ n, floor, detectable, effect, tests, table: counts, cluster }: Analysis): string[] {
  const estimates = [
    ['difference', effect.difference],
    ['geometric mean ratio', effect.geometricMeanRatio],
    ['Hodges-Lehmann', effect.hodgesLehmann],
    ['cluster-robust difference', cluster],
  ] as const
  const effects = estimates.flatMap(([name, found]) =>
    found ? [[name, shown(found.estimate), interval(found.ci)]] : [],
  )
  if (effect.ratioOfSums !== null) effects.push(['ratio of sums', shown(effect.ratioOfSums), ''])
  const all = Object.entries(tests).flatMap(([name, test]) => (test && 'p' in test ? [testRow(name, test)] : []))
  return [
    '## Effect',
    `${n.evaluable} of ${n.paired} pairs evaluable${n.planned === null ? '' : `, ${n.planned} planned`}. Smallest possible p: ${shown(floor.minP)}.`,
    ...(detectable ? [`Detectable at power ${detectable.power}: ${shown(detectable.effect)} ${detectable.unit}.`] : []),
    ...(counts
      ? [
          `Both ${counts.both}, only control ${counts.onlyControl}, only treatment ${counts.onlyTreatment}, neither ${counts.neither}.`,
        ]
      : []),
    ...(effects.length === 0 ? [] : [table(['effect', 'estimate', 'interval'], effects)]),
    ...(all.length === 0 ? [] : [table(['test', 'p', 'n', 'zeros'], all)]),
  ]
}

const testRow = (name: string, { p, n, zeros }: Pick<TestWire, 'p' | 'n' | 'zeros'>) => [
  ...[name, shown(p), String(n), String(zeros)],
]

function family({ family: found }: ExperimentDetail): string[] {
  if (found === null) return []
  const rows = found.rows.map((row) => [
    ...[`${row.metric}${row.isPrimary ? ' (primary)' : ''}`, String(row.n), shown(row.estimate), interval(row.ci)],
    ...[shown(row.p), shown(row.holmP), plain(familyVerdict(row))],
  ])
  return [
    `## By metric (${found.tests} tests, corrected by Holm)`,
    'The primary metric alone decides.',
    table(['metric', 'n', 'effect', 'interval', 'p', 'p (Holm)', 'treatment'], rows),
  ]
}

function matrix({ matrix: found }: ExperimentDetail): string[] {
  if (found === null) return []
  const rows = found.cells.map((cell) => [
    ...[plain(cell.control), plain(cell.treatment), String(cell.n), shown(cell.estimate), shown(cell.p)],
    ...[shown(cell.holmP), cell.outcome === 'cannot_tell' ? 'cannot tell' : `treatment ${cell.outcome}`],
  ])
  const titles = ['control', 'treatment', 'n', 'estimate', 'p', 'p (Holm)', 'verdict']
  return [`## Every pair of configurations (${found.family} tests)`, table(titles, rows)]
}

function headlines({ headlines: all }: ExperimentDetail): string[] {
  const wrong = all.filter(({ agrees }) => !agrees)
  if (wrong.length === 0) return []
  const rows = wrong.map((one) => [plain(one.configuration), plain(one.name), shown(one.published), shown(one.rows)])
  return [
    '## Published numbers that do not follow from their rows',
    table(['configuration', 'number', 'published', 'rows give'], rows),
  ]
}

function methodRows({ id, result, earlier }: ExperimentDetail): Rows {
  if (result === null) return [['Experiment', plain(id)]]
  return [
    ['Experiment', plain(id)],
    ['Version', String(result.version)],
    ['Definition hash', result.definitionHash],
    ['Input hash', `${result.inputHash} (control ${result.controlHash}, treatment ${result.treatmentHash})`],
    ['Method', `${result.method}, Pitwall ${plain(result.program)}, seed ${result.seed}`],
    ['Computed at', result.computedAt],
    ...earlier.map((one) => [`Earlier, ${one.computedAt}`, `input ${one.inputHash}: ${plain(one.verdict)}`]),
  ]
}
