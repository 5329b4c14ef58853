import type { Fleet } from '@/lib/http/wire'
import { type Status, statusClass } from '@/lib/model/status'
import { paths } from '@/lib/paths'
import type { RunSummary } from '@/lib/runs/schema'
import { formatPercent } from '@/lib/time/format-quantity'
import {
  few,
  group,
  type Kind,
  number,
  ofQuestion,
  ofRun,
  plural,
  type Question,
  SINGLE_MAX,
  type Some,
} from './attention-line'
import type { AttentionItem } from './schema'

const LOUDNESS = { bad: 0, warn: 1, info: 2, idle: 3 } as const
const MINUTE_MS = 60_000

const atLeast = (run: RunSummary) => (run.usage.lowerBound.length > 0 ? '≥' : '')
const systemName = (system: string) =>
  system.replace(/(^|-)([a-z])/g, (_, dash, letter) => `${dash && ' '}${letter.toUpperCase()}`)

export interface AttentionFacts {
  fleet: Fleet
  overCap: Some<RunSummary>
  silent: Some<RunSummary>
  /** Conflicting runs per system and way, and the first few of each system. */
  conflicts: readonly { system: string; status: Status; statusDerived: Status; runs: number }[]
  conflicting: readonly RunSummary[]
  waiting: Some<Question>
  timedOut: Some<Question>
  orphans: readonly {
    system: string
    runs: number
    tokens: number | null
    systemTokens: number | null
    at: string | null
  }[]
  failingSources: readonly { path: string; error: string | null; checkedAt: string | null }[]
  failedImport: { id: string; error: string | null; at: string } | null
}

/** What needs someone, the loudest first, then the newest. */
export function attentionItems(facts: AttentionFacts): AttentionItem[] {
  return [
    ...overCap(facts),
    ...silent(facts),
    ...conflicts(facts),
    ...waiting(facts),
    ...orphans(facts),
    ...failing(facts),
    ...timedOut(facts),
  ].toSorted((a, b) => LOUDNESS[a.tone] - LOUDNESS[b.tone] || (b.at ?? '').localeCompare(a.at ?? ''))
}

function overCap({ overCap: runs, fleet }: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'over_cap', tone: 'bad', label: 'over cap' }
  return few(
    runs,
    (run) => ofRun(kind, run, fleet, overCapSentence(run)),
    () =>
      group(
        kind,
        runs.total,
        `${number(runs.total)} runs`,
        `Used more tokens than their cap; the newest: ${runs.first.slice(0, 1).map(overCapSentence).join('')}`,
        runs.first[0]?.lastEvidenceAt ?? null,
        paths.runs(fleet, { flag: 'over_cap' }),
      ),
  )
}

function overCapSentence(run: RunSummary): string {
  const used = run.usage.total === null ? 'More' : `${atLeast(run)}${number(run.usage.total)}`
  const spent = run.tokenCap === null ? `${used} tokens` : `${used} of ${number(run.tokenCap)} tokens`
  const failed = run.phases.failed > 0 ? `${run.phases.failed} of ${run.phases.total} phases failed` : null
  const open = statusClass(run.status) === 'open' ? `the run still says ${run.status}` : null
  const rest = [failed, open].filter((part) => part !== null).join(', ')
  return rest === '' ? spent : `${spent}; ${rest}`
}

function silent({ silent: runs, fleet }: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'silent', tone: 'warn', label: 'silent' }
  return few(
    runs,
    (run) => {
      const { done, failed, total } = run.phases
      const reached = total === 0 ? '' : `; ${done + failed} of ${total} phases ended`
      return ofRun(kind, run, fleet, `Says it runs, no end recorded${reached}, then nothing`)
    },
    () =>
      group(
        kind,
        runs.total,
        `${number(runs.total)} runs`,
        'Say they run, and nothing was heard of them for longer than they may take',
        runs.first[0]?.lastEvidenceAt ?? null,
        paths.runs(fleet, { status: 'interrupted', statusSource: 'running', attention: true }),
      ),
  )
}

/** How a state contradicts its evidence, in words that fit after a count of runs. */
export function conflictWords(status: Status, statusDerived: Status): string {
  const said = statusClass(status)
  const is = statusClass(statusDerived)
  if (said === 'open') return 'open with every phase finished'
  if (is === 'open') return `${said} with phases unfinished`
  return is === 'succeeded' ? 'failed with every phase complete' : 'succeeded with a phase failed'
}

function conflicts(facts: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'conflict', tone: 'warn', label: 'contradicts' }
  const systems = [...new Set(facts.conflicts.map(({ system }) => system))]
  return systems.flatMap((system) => {
    const groups = facts.conflicts.filter((row) => row.system === system)
    const total = groups.reduce((sum, { runs }) => sum + runs, 0)
    const first = facts.conflicting.filter((run) => run.system === system)
    const single = (run: RunSummary) => {
      const isOpen = statusClass(run.status) === 'open'
      const sentence = `The source says ${run.statusRaw ?? run.status}, the evidence says ${run.statusDerived}`
      return ofRun(isOpen ? { ...kind, kind: 'conflict_open' } : kind, run, facts.fleet, sentence)
    }
    // The first few of all systems may hold none of this one; then it is one line even when they are few.
    if (total <= SINGLE_MAX && first.length >= total) return first.slice(0, total).map(single)
    const at = first[0]?.lastEvidenceAt ?? null
    const href = paths.runs(facts.fleet, { conflict: 'true', system })
    return [
      group(kind, total, `${number(total)} ${systemName(system)} ${plural(total, 'run')}`, waysOf(groups), at, href),
    ]
  })
}

function waysOf(groups: AttentionFacts['conflicts']): string {
  const ways = new Map<string, number>()
  for (const { status, statusDerived, runs } of groups) {
    const words = conflictWords(status, statusDerived)
    ways.set(words, (ways.get(words) ?? 0) + runs)
  }
  return [...ways]
    .toSorted(([, a], [, b]) => b - a)
    .map(([words, runs]) => `${number(runs)} ${words}`)
    .join(' · ')
}

function waiting({ waiting: questions, fleet }: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'waiting', tone: 'warn', label: 'waiting' }
  return few(
    questions,
    (question) => {
      const about = question.context === null ? '' : `: ${question.context}`
      const until = question.timeoutAt === null ? '' : `; its default is due at ${question.timeoutAt.slice(11, 16)} UTC`
      return ofQuestion(kind, question, fleet, `Waits for an answer${about}${until}`, question.requestedAt)
    },
    () =>
      group(
        kind,
        questions.total,
        `${number(questions.total)} questions`,
        'Wait for an answer; their runs cannot go on without it',
        questions.first[0]?.requestedAt ?? null,
        paths.runs(fleet, { status: 'waiting' }),
      ),
  )
}

function timedOut({ timedOut: questions, fleet }: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'timed_out', tone: 'idle', label: 'timed out' }
  return few(
    questions,
    (question) => {
      const end = question.respondedAt ?? question.timeoutAt
      const minutes =
        question.requestedAt === null || end === null
          ? null
          : (Date.parse(end) - Date.parse(question.requestedAt)) / MINUTE_MS
      const sentence =
        minutes === null
          ? 'Nobody answered in time'
          : `Nobody answered for ${minutes.toFixed(1)} m, then the default did`
      return ofQuestion(kind, question, fleet, sentence, end ?? question.requestedAt)
    },
    () =>
      group(
        kind,
        questions.total,
        `${number(questions.total)} questions`,
        'Nobody answered in time; the default did',
        questions.first[0]?.requestedAt ?? null,
        paths.runs(fleet),
      ),
  )
}

function orphans({ orphans: systems, fleet }: AttentionFacts): AttentionItem[] {
  const kind: Kind = { kind: 'orphans', tone: 'warn', label: 'no row' }
  return systems.map(({ system, runs, tokens, systemTokens, at }) => {
    const share = tokens && systemTokens ? ` (${formatPercent(tokens / systemTokens)} of ${systemName(system)})` : ''
    const spend = tokens === null ? 'Usage of unknown size' : `${number(tokens)} tokens${share}`
    const title = `${number(runs)} run ${plural(runs, 'id')} with spend only`
    const href = paths.runs(fleet, { orphan: 'true', system })
    return group(kind, runs, title, `${spend} ${runs === 1 ? 'names' : 'name'} a run that has no record`, at, href)
  })
}

function failing({ failingSources, failedImport, fleet }: AttentionFacts): AttentionItem[] {
  const sources = failingSources.map(
    ({ path, error, checkedAt }): AttentionItem => ({
      kind: 'failing',
      tone: 'bad',
      label: 'failing',
      title: path,
      titleIsId: true,
      sentence: error ?? 'The source cannot be read',
      at: checkedAt,
      href: paths.sources(fleet),
      action: 'Open',
    }),
  )
  if (failedImport === null) return sources
  const item: AttentionItem = {
    kind: 'import',
    tone: 'bad',
    label: 'import failed',
    title: failedImport.id,
    titleIsId: true,
    sentence: failedImport.error ?? 'No reason given',
    at: failedImport.at,
    href: paths.import(failedImport.id, fleet),
    action: 'Open',
  }
  return [...sources, item]
}
