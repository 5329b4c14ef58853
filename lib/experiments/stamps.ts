import type { ExperimentDetail, Warning } from './experiment-schema'
import { plural } from './words'

/** What has to be known before a result is believed. */
interface Stamp {
  key: string
  word: string
  /** Foreign text may be in it. */
  text: string
  /** A condition, and no fault. */
  isQuiet: boolean
}

type Stamped = Pick<ExperimentDetail, 'validity' | 'declared' | 'versions' | 'warnings'>

const OWN_WORDS: readonly string[] = ['not_declared', 'changed_after_results', 'headline_does_not_follow']

/** The stamps of an experiment, each once, whoever found it: the override first, what is merely so last. */
export function stampsOf({ validity, declared, versions, warnings }: Stamped): Stamp[] {
  const said = (name: string) => warnings.filter((warning) => warning.name === name).map(({ detail }) => detail)
  const newest = versions[0]
  const changed =
    newest?.afterResults === true
      ? [
          `version ${newest.version} was written after results had been shown${newest.reason === null ? '' : `: “${newest.reason}”`}`,
        ]
      : said('changed_after_results')
  const undeclared = declared ? [] : said('not_declared')
  const headlines = said('headline_does_not_follow').length
  return [
    ...(validity.override === null
      ? []
      : [
          stamp(
            'Exploratory',
            `the checks were overridden: “${validity.override.reason}”. The stamp goes with every export`,
          ),
        ]),
    ...changed.slice(0, 1).map((text) => stamp('Changed afterwards', text)),
    ...others(warnings),
    ...(headlines === 0
      ? []
      : [
          stamp(
            'Headlines',
            `${plural(headlines, 'published number')} of these configurations ${headlines === 1 ? 'does' : 'do'} not follow from their own rows; they stand below`,
          ),
        ]),
    ...(declared
      ? []
      : [
          {
            ...stamp(
              'Not declared',
              undeclared[0] ?? 'nobody declared metric, test and arms before results were known',
            ),
            isQuiet: true,
          },
        ]),
  ]
}

const stamp = (word: string, text: string): Stamp => ({ key: `${word} ${text}`, word, text, isQuiet: false })

/** "too_few" is "Too few". */
const others = (warnings: readonly Warning[]): Stamp[] =>
  [...new Map(warnings.map((one) => [`${one.name} ${one.detail}`, one])).values()]
    .filter(({ name }) => !OWN_WORDS.includes(name))
    .map(({ name, detail }) => {
      const word = name.replaceAll('_', ' ')
      return stamp(`${word[0]?.toUpperCase() ?? ''}${word.slice(1)}`, detail)
    })
