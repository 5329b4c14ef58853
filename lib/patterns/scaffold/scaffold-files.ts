import { createHash } from 'node:crypto'
import { proposeExpression } from './propose-expression'
import { sampleTexts } from './sample-text'
import { documentFiles } from './scaffold-documents'
import type { Scaffold, ScaffoldFile, ScaffoldInput, ScaffoldLanguage } from './scaffold-input'
import { pythonFiles } from './scaffold-python'
import { typescriptFiles } from './scaffold-typescript'

const [SAMPLES_MAX, OTHERS_MAX] = [20, 10]

/**
 * All that is needed to add a detector for a pattern: the detector with a proposed regular expression, a test with real
 * messages, a backlog entry, a registry entry and a README. Depends on nothing but its input, so that the same pattern
 * gives the same files. The test fails until the detector is filled in as its file says, and passes then.
 */
export function scaffoldFiles(input: ScaffoldInput, language: ScaffoldLanguage): ScaffoldFile[] {
  const scaffold = scaffoldOf(input, language)
  const code = language === 'python' ? pythonFiles(scaffold) : typescriptFiles(scaffold)
  const [detector, test] = code.map(({ path }) => path)
  const folder = `patterns/${language}/${scaffold.slug}`
  return [...code, ...documentFiles(scaffold, detector ?? '', test ?? '')].map(({ path, text }) => ({
    path: `${folder}/${path}`,
    text,
  }))
}

function scaffoldOf(input: ScaffoldInput, language: ScaffoldLanguage): Scaffold {
  const samples = sampleTexts(input.samples, SAMPLES_MAX)
  const counters = sampleTexts(input.others, OTHERS_MAX)
  const { expression, alsoFound } = proposeExpression(input.template, samples, counters, language)
  const others = counters.filter((text) => !alsoFound.includes(text))
  return { input, language, slug: slugOf(input), samples, others, alsoFound, expression }
}

/** Type and the first digits of the fingerprint, as a name that every file system and both languages take. */
function slugOf({ errorType, fingerprint }: ScaffoldInput): string {
  const type = errorType
    .slice(0, 200)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[_0-9]+/, '')
    .slice(0, 40)
    .replace(/_+$/, '')
  const digits = /^[0-9a-f]{8,64}$/.test(fingerprint)
    ? fingerprint.slice(0, 8)
    : createHash('sha256').update(fingerprint).digest('hex').slice(0, 8)
  return `${type || 'failure'}_${digits}`
}
