import {
  holeBefore,
  LAST_HOLE,
  LINE_END,
  LINE_START,
  samplePiece,
  templatePiece,
  WORD_START,
} from './expression-syntax'
import type { ScaffoldLanguage } from './scaffold-input'

const HOLE = '<*>'
/** Fewer letters tell nothing: `<*>: <*>` is found in any text. */
const LETTERS_MIN = 4
const TEMPLATE_MAX = 1_000
const LINE_MAX = 160

interface Template {
  pieces: string[]
  startsWithHole: boolean
  endsWithHole: boolean
}

interface Plan {
  template: Template | null
  atStart: boolean
  atEnd: boolean
  /** Lines of samples that the template does not fit. */
  lines: SampleLine[]
}

interface SampleLine {
  text: string
  /** What it is of its sample. */
  is: 'all' | 'line' | 'head'
}

/** Around what is written out: edges of the whole text or of a line, the same in both languages. */
const EDGES: Readonly<Record<SampleLine['is'], readonly [before: string, behind: string]>> = {
  all: ['(?<![\\s\\S])', '(?![\\s\\S])'],
  line: ['(?<![^\\r\\n])', '(?![^\\r\\n])'],
  head: ['(?<![^\\r\\n])', ''],
}

/** The likeliest first: which of them is taken is decided by the samples and by the texts of other patterns. */
const ANCHORS = [
  { atStart: true, atEnd: false },
  { atStart: false, atEnd: false },
  { atStart: true, atEnd: true },
  { atStart: false, atEnd: true },
]

export interface Proposal {
  /** In the syntax of the language; put together they are the expression. */
  expression: string[]
  /** The others that the expression finds, too. */
  alsoFound: string[]
}

/**
 * A regular expression that finds every sample, as few of the other texts as can be, and costs time that follows the length
 * of what is searched: all repetitions are bounded, and at most one of them is tried at more than one length.
 * @param samples none blank
 */
export function proposeExpression(
  template: string,
  samples: readonly string[],
  others: readonly string[],
  language: ScaffoldLanguage,
): Proposal {
  const pieces = piecesOf(template)
  const plans = pieces === null ? [planOf(null, ANCHORS[0], samples)] : planAll(pieces, samples)
  const judged = plans.map((plan) => {
    const finds = new RegExp(sourceOf(plan, 'typescript').join(''), 'u')
    return { plan, alsoFound: others.filter((text) => finds.test(text)) }
  })
  const least = Math.min(...judged.map(({ plan, alsoFound }) => cost(plan, alsoFound.length)))
  const best = judged.find(({ plan, alsoFound }) => cost(plan, alsoFound.length) === least)
  if (!best) return { expression: ['(?!)'], alsoFound: [] }
  return { expression: sourceOf(best.plan, language), alsoFound: best.alsoFound }
}

/** A text of another pattern that is found is worse than any number of samples that are written out. */
const cost = ({ lines }: Plan, alsoFound: number) => alsoFound * 1_000 + lines.length

function piecesOf(template: string): Template | null {
  const all = template.slice(0, TEMPLATE_MAX).split(HOLE)
  const pieces = all.filter((piece) => piece.trim() !== '')
  if ((pieces.join('').match(/\p{L}/gu) ?? []).length < LETTERS_MIN) return null
  return {
    pieces: pieces.map((piece, at) => trimEdges(piece, at === 0, at === pieces.length - 1)),
    startsWithHole: all[0]?.trim() === '' && all.length > 1,
    endsWithHole: (all.at(-1)?.trim() === '' && all.length > 1) || template.length > TEMPLATE_MAX,
  }
}

function trimEdges(piece: string, isFirst: boolean, isLast: boolean): string {
  const started = isFirst ? piece.trimStart() : piece
  return isLast ? started.trimEnd() : started
}

const planAll = (template: Template, samples: readonly string[]) =>
  ANCHORS.filter(
    ({ atStart, atEnd }) => !(atStart && template.startsWithHole) && !(atEnd && template.endsWithHole),
  ).map((anchors) => planOf(template, anchors, samples))

function planOf(
  template: Template | null,
  anchors: { atStart: boolean; atEnd: boolean } | undefined,
  samples: readonly string[],
): Plan {
  const plan: Plan = { template, atStart: anchors?.atStart ?? false, atEnd: anchors?.atEnd ?? false, lines: [] }
  const finds = template === null ? null : new RegExp(sourceOf(plan, 'typescript').join(''), 'u')
  const lines = samples.filter((sample) => !finds?.test(sample)).map(lineOf)
  return { ...plan, lines: [...new Map(lines.map((line) => [`${line.is} ${line.text}`, line])).values()] }
}

/** A short sample as a whole; of others the first line with text, or the head of it. */
function lineOf(sample: string): SampleLine {
  if (sample.length <= LINE_MAX) return { text: sample, is: 'all' }
  const line = sample.split(/[\r\n]/).find((one) => /[^ \t]/.test(one)) ?? ''
  const start = line.search(/[^ \t]/)
  const characters = Array.from(line.slice(start))
  if (characters.length <= LINE_MAX) return { text: line, is: 'line' }
  return { text: line.slice(0, start) + characters.slice(0, LINE_MAX).join(''), is: 'head' }
}

function sourceOf({ template, atStart, atEnd, lines }: Plan, language: ScaffoldLanguage): string[] {
  const source = template === null ? [] : templateSource(template, atStart, atEnd, language)
  for (const { text, is } of lines) {
    const [before, behind] = EDGES[is]
    const own = before + samplePiece(text, language) + behind
    source.push(source.length === 0 ? own : `|${own}`)
  }
  return source.length === 0 ? ['(?!)'] : source
}

function templateSource(template: Template, atStart: boolean, atEnd: boolean, language: ScaffoldLanguage): string[] {
  const { pieces, startsWithHole } = template
  const source = pieces.map((piece, at) => {
    const own = templatePiece(piece, language)
    if (at === 0) return startOf(piece, atStart, startsWithHole) + own
    return at === pieces.length - 1 ? LAST_HOLE + own : holeBefore(own, at, language)
  })
  return atEnd ? [...source, LINE_END] : source
}

function startOf(piece: string, atStart: boolean, behindHole: boolean): string {
  if (atStart) return LINE_START
  return !behindHole && /^[A-Za-z0-9_]/.test(piece) ? WORD_START : ''
}
