import { describe, expect, it } from 'vitest'
import { liveTranscripts } from './live-transcripts'
import { sampleTranscripts } from './sample-transcripts'
import type { Json, TranscriptFile } from './transcript-file'
import { expectedUsage } from './written-usage'

const NOW = Date.parse('2026-02-14T10:12:13.456Z')
const files = sampleTranscripts('harbor', NOW)
const claude = files.filter(({ path }) => path.startsWith('claude/'))
const codex = files.filter(({ path }) => path.startsWith('codex/'))

const lines = (file: TranscriptFile) => file.text.split('\n').filter((line) => line !== '')

/** Lines that hold one record; a glued one gives none. */
const records = (file: TranscriptFile) =>
  lines(file).flatMap((line): Json[] => {
    try {
      return [JSON.parse(line) as Json]
    } catch {
      return []
    }
  })

const all = (of: readonly TranscriptFile[]) => of.flatMap(records)
const payload = (record: Json) => record['payload'] as Json
const texts = (of: readonly TranscriptFile[]) => of.map(({ text }) => text).join('')
const field = (name: string) =>
  new Set(all(claude).flatMap((record) => (record[name] === undefined ? [] : [record[name]])))

const without = (a: ReadonlySet<string>, b: ReadonlySet<string>) => [...a].filter((id) => !b.has(id)).length

describe('the transcripts of the sample', () => {
  it('are the same for the same seed and time, and others for another seed', () => {
    expect(sampleTranscripts('harbor', NOW)).toEqual(files)
    const other = sampleTranscripts('other', NOW)
    expect(other.map(({ path }) => path)).not.toEqual(files.map(({ path }) => path))
  })

  it('are small, lie where the tools put them, and are not of the future', () => {
    expect(files.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0)).toBeLessThan(6e6)
    const place =
      /^(claude(\/backup)?\/projects\/[A-Za-z0-9-]+\/([0-9a-f-]{36}(\/subagents\/agent-[0-9a-f]+)?|agent-[0-9a-f]{8})|codex(\/backup)?\/sessions\/\d{4}\/\d\d\/\d\d\/rollout-[\dT-]{19}-[0-9a-f-]{36})\.jsonl$/
    for (const { path } of files) expect(path).toMatch(place)
    const times = all(files).flatMap(({ timestamp }) => (typeof timestamp === 'string' ? [Date.parse(timestamp)] : []))
    expect(Math.max(...times)).toBeLessThanOrEqual(NOW)
    expect(Math.min(...times)).toBeGreaterThan(NOW - 36 * 86_400_000)
  })

  it('share an id only where a story says so', () => {
    const places = new Map<unknown, Set<string>>()
    for (const file of [...files, ...liveTranscripts('harbor', NOW, NOW - 1e9, NOW)]) {
      for (const { uuid } of records(file)) {
        if (uuid !== undefined) places.set(uuid, (places.get(uuid) ?? new Set()).add(file.path))
      }
    }
    const shared = new Set([...places.values()].filter((paths) => paths.size > 1).map((paths) => [...paths].join(' ')))
    // The fork, the resume, and the backup.
    expect(shared.size).toBe(3)
  })

  it('come from several versions, and from five projects', () => {
    expect(field('version').size).toBeGreaterThan(10)
    expect(field('cwd').size).toBe(5)
    expect(new Set(codex.flatMap((file) => payload(records(file)[0] ?? {})['cli_version'])).size).toBe(5)
    expect(new Set(claude.map((file) => records(file).find((record) => record['sessionId'])?.['sessionId'])).size).toBe(
      23,
    )
  })

  it('tell of six sessions, a week apart and named in their order, the last of them yesterday', () => {
    const told = files.filter(({ text }) => /"Session \d: /.test(text))
    const sessions = told.map((file) => ({
      number: Number(/"Session (\d): /.exec(file.text)?.[1]),
      at: records(file).flatMap(({ timestamp }) => (typeof timestamp === 'string' ? [Date.parse(timestamp)] : []))[0],
    }))
    expect(sessions.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6])
    const ages = sessions.map(({ at = 0 }) => Math.round((NOW - at) / 86_400_000))
    expect(ages).toEqual([35, 29, 22, 15, 8, 1])
    expect(told.map(({ path }) => path.split('/')[0])).toEqual([
      ...['claude', 'codex', 'claude', 'claude', 'claude', 'claude'],
    ])
  })

  it('keep sub-agents in every place where versions keep them', () => {
    const withSidechain = claude.filter((file) =>
      new Set(records(file).map((record) => record['isSidechain'])).has(true),
    )
    expect(withSidechain.filter(({ path }) => !path.includes('agent-'))).toHaveLength(1)
    expect(claude.filter(({ path }) => /projects\/[^/]+\/agent-/.test(path))).toHaveLength(1)
    expect(claude.filter(({ path }) => path.includes('/subagents/'))).toHaveLength(2)
    const told = claude.filter(({ text }) => text.includes('"agent_progress"'))
    expect(told).toHaveLength(2)
    // One of these agents left no file of its own.
    const kept = told.filter(({ path }) =>
      claude.some((file) => file.path.startsWith(path.replace('.jsonl', '/subagents/'))),
    )
    expect(kept).toHaveLength(1)
  })

  it('have a fork that goes on beside its origin, a resume to whose origin nothing is added, and older copies', () => {
    const ids = (file: TranscriptFile) => new Set(records(file).flatMap(({ uuid }) => (uuid ? [String(uuid)] : [])))
    const pairs = claude
      .filter(({ path }) => !path.includes('/backup/'))
      .flatMap((file, index, rest) => rest.slice(index + 1).map((other) => [ids(file), ids(other)] as const))
      .map(([a, b]) => ({ onlyA: without(a, b), both: a.size - without(a, b), onlyB: without(b, a) }))
      .filter(({ both }) => both > 0)
    expect(pairs).toHaveLength(2)
    expect(pairs.filter(({ onlyA, onlyB }) => onlyA > 0 && onlyB > 0)).toHaveLength(1)
    for (const copy of files.filter(({ path }) => path.includes('/backup/'))) {
      const original = files.find(({ path }) => path === copy.path.replace('/backup', ''))
      expect(original?.text.startsWith(copy.text) && original.text !== copy.text).toBe(true)
    }
  })

  it('hold what can go wrong in a session of Claude Code', () => {
    const text = texts(claude)
    for (const told of [
      '"content":"Exit code 1',
      'String to replace not found in file.',
      'File has not been read yet.',
      "The user doesn't want to proceed with this tool use.",
      '[Request interrupted by user for tool use]',
      '"toolDenialKind"',
      '"subtype":"compact_boundary"',
      '"isCompactSummary":true',
      '"subtype":"model_refusal_fallback"',
      'workspace-probe',
    ])
      expect(text.includes(told), told).toBe(true)
    const retries = claude.map((file) => records(file).filter(({ subtype }) => subtype === 'api_error').length)
    expect(retries.filter((count) => count > 0)).toEqual([7, 10])
    expect(
      records(claude.find(({ text }) => text.includes('API Error: 529')) ?? files[0] ?? NO_FILE).at(-1),
    ).toMatchObject({
      isApiErrorMessage: true,
      apiErrorStatus: 529,
    })
    expect(claude.flatMap(lines).filter((line) => line.includes('}{"type":"file-history-snapshot"'))).toHaveLength(1)
    expect(text).toContain('"ephemeral_1h_input_tokens":9874')
    expect(text).toContain('"service_tier":"priority"')
  })

  it('have one long session to scroll through, and one text that must be shown harmlessly', () => {
    expect(claude.filter((file) => lines(file).length > 1_400)).toHaveLength(1)
    const hostile = all(claude).filter((record) => JSON.stringify(record).includes('<script>'))
    expect(hostile).toHaveLength(1)
    expect(JSON.stringify(hostile[0])).toMatch(/\\u001b.*\u202e/)
  })

  it('hold what can happen in a thread of Codex', () => {
    const events = (file: TranscriptFile) =>
      records(file).map((record) => ({ type: record['type'], ...payload(record) }))
    const kinds = new Set(codex.flatMap(events).map((event) => (event as Json)['type']))
    for (const kind of ['turn_aborted', 'context_compacted', 'exec_command_end', 'collab_agent_spawn_end'])
      expect(kinds, kind).toContain(kind)
    const first = codex.find(({ text }) => text.includes('"0.58.0"')) ?? NO_FILE
    const sums = records(first).flatMap((record) =>
      payload(record)['type'] === 'token_count' ? [payload(record)['info']] : [],
    )
    expect(sums).toHaveLength(14)
    expect(new Set(sums.map((sum) => JSON.stringify(sum))).size).toBe(7)
    expect(first.text).toContain('\\"exit_code\\":1')
    expect(texts(codex)).toContain('Process exited with code 1')
    expect(texts(codex)).toContain('apply_patch verification failed')
    const children = codex.filter(({ text }) => text.includes('thread_spawn'))
    const metas = (file: TranscriptFile) => records(file).filter(({ type }) => type === 'session_meta').length
    expect(children.map(metas)).toEqual([1, 2])
  })

  it('name every model once in what they add up to, among them two without a price', () => {
    const models = Object.keys(expectedUsage(files))
    expect(models).toEqual([...new Set(models)].sort())
    expect(models).toEqual(expect.arrayContaining(['quayside-coder-70b', 'gpt-5.3-codex-spark']))
    expect(models).not.toContain('<synthetic>')
  })
})

const NO_FILE: TranscriptFile = { path: '', text: '', copies: [] }

describe('the live session', () => {
  const HOUR = 3_600_000
  const at = (ms: number) => liveTranscripts('harbor', NOW, Number.NEGATIVE_INFINITY, ms)

  it('is at work when the sample is made, and writes something every minute', () => {
    expect(at(NOW).length).toBeGreaterThan(0)
    for (let minute = 0; minute < 85; minute += 1)
      expect(
        liveTranscripts('harbor', NOW, NOW + minute * 60_000, NOW + (minute + 1) * 60_000),
        `${minute}`,
      ).not.toEqual([])
  })

  it('only appends whole lines', () => {
    let before = new Map<string, string>()
    for (let ms = NOW; ms < NOW + HOUR; ms += 130_000) {
      const now = new Map(at(ms).map((file) => [file.path, file.text]))
      for (const [path, text] of before) expect(now.get(path)?.startsWith(text)).toBe(true)
      for (const text of now.values()) for (const line of text.trimEnd().split('\n')) JSON.parse(line)
      before = now
    }
  })

  it('ends after some hours with an answer, and a new one begins', () => {
    const sessions = (ms: number) => at(ms).filter(({ path }) => !path.includes('subagents'))
    expect(sessions(NOW + HOUR)).toHaveLength(1)
    const later = sessions(NOW + 5 * HOUR)
    expect(later).toHaveLength(3)
    const ended = records(later[0] ?? NO_FILE).at(-1)
    expect(JSON.stringify(ended)).toContain('"stop_reason":"end_turn"')
    expect(Date.parse(String(ended?.['timestamp']))).toBeLessThan(NOW + 2 * HOUR)
  })
})
