import { codeBlock, codeSpan, plainText, sentence, shownTime } from '@/lib/patterns/markdown-text'
import { confidenceOf, priorityOf } from '@/lib/patterns/recurrence'
import { quotedString } from './code-literals'
import type { Scaffold, ScaffoldFile } from './scaffold-input'

const SIGNATURES_MAX = 50

/** Backlog entry, registry entry and the line that says what to fill in. */
export function documentFiles(scaffold: Scaffold, detectorPath: string, testPath: string): ScaffoldFile[] {
  return [
    { path: 'backlog.md', text: backlog(scaffold, detectorPath, testPath) },
    { path: 'registry.json', text: registry(scaffold, detectorPath, testPath) },
    { path: 'README.md', text: readme(scaffold, detectorPath, testPath) },
  ]
}

const command = (testPath: string) =>
  testPath.endsWith('.py') ? `python3 -m unittest ${testPath}` : `npx tsx --test ${testPath}`

const readme = ({ slug }: Scaffold, detectorPath: string, testPath: string) =>
  `# ${plainText(slug)}\n\nFill in \`detect\` between the two marks of \`${detectorPath}\` as the comment there says; then \`${command(testPath)}\` passes.\n`

function backlog(scaffold: Scaffold, detectorPath: string, testPath: string): string {
  const { input, samples, alsoFound } = scaffold
  const { catalogue, occurrences, runs, sessions } = input
  return [
    `# ${plainText(input.title, 160) || plainText(scaffold.slug)}`,
    [
      `- Priority: ${priorityOf(occurrences)} (confidence ${confidenceOf(occurrences)})`,
      `- Pattern: ${codeSpan(input.id, 200)}, fingerprint ${codeSpan(input.fingerprint, 64)}`,
      `- Type and cause: ${plainText(input.errorType, 80)}, ${plainText(input.cause, 20)}`,
      `- Seen: ${count(occurrences)} times in ${count(runs)} runs and ${count(sessions)} sessions`,
      `- First and last seen: ${shownTime(input.firstSeenAt)}, ${shownTime(input.lastSeenAt)}`,
      `- Autopack signatures: ${signatures(input.autopackSignatures)}`,
      `- Template: ${codeSpan(input.template, 600)}`,
    ].join('\n'),
    `**Means:** ${catalogue === null ? 'not known' : sentence(catalogue.means)}`,
    `**Helps:** ${catalogue === null ? 'not known' : sentence(catalogue.helps)}`,
    '## Sample',
    samples[0] === undefined ? 'None was recorded.' : codeBlock(samples[0]),
    ...overlap(alsoFound),
    '## To do',
    [
      `- [ ] Fill in \`${detectorPath}\``,
      `- [ ] \`${command(testPath)}\` passes`,
      '- [ ] Add `registry.json` to the registry of detectors',
      '- [ ] Write what is done when it is found',
    ].join('\n'),
  ]
    .join('\n\n')
    .concat('\n')
}

function overlap(alsoFound: readonly string[]): string[] {
  if (alsoFound.length === 0) return []
  return [
    '## Too wide',
    'The proposed expression finds these messages of other patterns, too. They are not in the test; make it narrower and add them.',
    ...alsoFound.map((text) => codeBlock(text, { characters: 300, lines: 4 })),
  ]
}

const count = (value: number) => (Number.isFinite(value) ? String(value) : 'not recorded')

const signatures = (all: readonly string[]) =>
  all.length === 0
    ? 'none'
    : all
        .slice(0, SIGNATURES_MAX)
        .map((one) => codeSpan(one, 64))
        .join(', ')

function registry({ input, slug, language }: Scaffold, detectorPath: string, testPath: string): string {
  const { catalogue } = input
  const fields: readonly (readonly [string, string | number | null | readonly string[]])[] = [
    ['id', slug],
    ['pattern', input.id.slice(0, 500)],
    ['fingerprint', input.fingerprint.slice(0, 64)],
    ['title', input.title.slice(0, 500)],
    ['type', input.errorType.slice(0, 200)],
    ['cause', input.cause],
    ['template', input.template.slice(0, 2_000)],
    ['language', language],
    ['detector', detectorPath],
    ['test', testPath],
    ['means', catalogue === null ? null : catalogue.means.slice(0, 2_000)],
    ['suggestion', catalogue === null ? null : catalogue.helps.slice(0, 2_000)],
    // A detector only ever suggests; whether something was fixed is told by what happens after.
    ['fixes', null],
    ['confidence', confidenceOf(input.occurrences)],
    ['priority', priorityOf(input.occurrences)],
    ['occurrences', input.occurrences],
    ['runs', input.runs],
    ['sessions', input.sessions],
    ['firstSeenAt', input.firstSeenAt.slice(0, 40)],
    ['lastSeenAt', input.lastSeenAt.slice(0, 40)],
    ['autopackSignatures', input.autopackSignatures.slice(0, SIGNATURES_MAX).map((one) => one.slice(0, 64))],
  ]
  return `{\n${fields.map(([name, value]) => `  "${name}": ${json(value)}`).join(',\n')}\n}\n`
}

/** Printable ASCII whatever is in it, so that it looks the same to every reader. */
function json(value: string | number | null | readonly string[]): string {
  if (typeof value === 'string') return quotedString(value)
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'null'
  return value === null ? 'null' : `[${value.map(quotedString).join(', ')}]`
}
