import { describe, expect, it } from 'vitest'
import { ApiError, NetworkError } from '@/lib/http/api-client'
import { receiptColumns, sortedFiles } from '@/lib/imports/receipt-columns'
import type { FileReceipt, SourceWire } from '@/lib/imports/schema'
import {
  driftText,
  largestLag,
  madeText,
  sortedSources,
  sourceState,
  versionsText,
  whyNotStart,
} from '@/lib/imports/source-words'
import { startProblem } from '@/lib/imports/use-start-import'

const file = (rest: Partial<FileReceipt> = {}): FileReceipt => ({
  path: '/a/autopack.db',
  sha256: 'd417',
  system: 'autopack',
  instance: null,
  systemVersion: 'schema 10',
  status: 'imported',
  rows: { runs: 70, tiers: 200, sessions: 0, usageEvents: 1_371, placeholders: 15 },
  usage: { counted: 1_371, tokens: 22_704_664, dropped: [] },
  unparsed: [],
  rejected: [],
  rejectedCount: 0,
  notes: [{ name: 'status_conflict', count: 31, unit: 'runs' }],
  bytes: 2_100_000,
  seconds: 0.9,
  ...rest,
})
const transcript = (rest: Partial<FileReceipt> = {}): FileReceipt =>
  file({ system: 'claude-code', rows: { runs: 1, sessions: 1, entries: 90, usageEvents: 12 }, notes: [], ...rest })
const source = (rest: Partial<SourceWire> = {}): SourceWire => ({
  id: 's',
  system: 'autopack',
  instance: null,
  path: '/a',
  state: 'imported',
  error: null,
  versions: [],
  contents: 0,
  runs: 0,
  placeholders: 0,
  usageEvents: 0,
  lastEventAt: null,
  checkedAt: null,
  lagSeconds: null,
  rejected: 0,
  unparsed: 0,
  ...rest,
})

describe('the receipt of a transcript', () => {
  it('counts sessions and entries beside the usage', () => {
    expect(receiptColumns(transcript()).read).toEqual([
      { label: 'runs', value: 1 },
      { label: 'usage events', value: 12 },
      { label: 'sessions', value: 1 },
      { label: 'entries', value: 90 },
    ])
  })

  it('says in words which usage was left out, and shows a rule it does not know as it stands', () => {
    const rules = ['growth-copy', 'repeated-copy', 'replayed-history', 'repeated-event', 'constructor', 'new-rule']
    const dropped = rules.map((rule, index) => ({ rule, events: index + 1, tokens: 10 }))
    const { doubted, counted } = receiptColumns(transcript({ usage: { counted: 12, tokens: 90, dropped } }))
    expect(doubted.map(({ label, value, unit }) => `${label}: ${value} ${unit}`)).toEqual([
      'the same file at an earlier size: 1 event',
      'one response written several times: 2 events',
      'copied from another session: 3 events',
      'the same count sent again: 4 events',
      'constructor: 5 events',
      'new rule: 6 events',
    ])
    expect(counted).toContainEqual({ label: 'dropped as repeated', value: 21 })
  })

  it('does not call unread what was repaired and read, nor an empty file a fault', () => {
    const repaired = { kind: 'repaired-text', name: 'zero bytes', count: 2, sample: 'line 3' }
    const columns = receiptColumns(
      transcript({ unparsed: [repaired], notes: [{ name: 'empty_file', count: 1, unit: 'files' }] }),
    )
    expect(columns.doubted).toEqual([
      { label: 'empty file', value: 1, unit: 'file' },
      { label: 'zero bytes', value: 2, unit: 'lines' },
    ])
    expect(columns.notRead).toEqual([
      { label: 'unknown types', value: 0 },
      { label: 'rejected records', value: 0 },
    ])
  })
})

describe('the receipt of a file', () => {
  it('tells what was read from what we made of it', () => {
    const columns = receiptColumns(file())
    expect(columns.read.map(({ label }) => label)).toEqual(['runs', 'tiers', 'usage events'])
    expect(columns.absent).toEqual(['sessions'])
    expect(columns.counted).toContainEqual({ label: 'placeholder runs made', value: 15 })
    expect(columns.doubted).toEqual([{ label: 'state contradicts evidence', value: 31, unit: 'runs' }])
    expect(columns.notRead.map(({ value }) => value)).toEqual([0, 0])
  })
  it('has no number of tokens where none was recorded', () => {
    const [tokens] = receiptColumns(file({ usage: { counted: 3, tokens: null, dropped: [] } })).counted
    expect(tokens).toMatchObject({ value: null, reason: 'the source recorded no totals' })
  })
  it('counts unknown names by kind, also of kinds and flags of a later version', () => {
    const item = { name: 'x', count: 9, sample: null }
    const unparsed = [
      { ...item, kind: 'unknown-table' },
      { ...item, kind: 'unknown-table', name: 'y' },
      { ...item, kind: 'unknown-planet' },
    ]
    const columns = receiptColumns(file({ unparsed, notes: [{ name: 'later_flag', count: 1, unit: 'runs' }] }))
    expect(columns.notRead.slice(0, 2)).toMatchObject([
      { label: 'unknown tables', value: 2 },
      { label: 'unknown-planet', value: 1 },
    ])
    expect(columns.doubted).toEqual([{ label: 'later flag', value: 1, unit: 'run' }])
  })
  it('puts files that need a look first and keeps their number', () => {
    const files = [file(), file({ rejectedCount: 2 }), file({ status: 'rejected', rejectedCount: 1 })]
    expect(sortedFiles(files).map(({ seq }) => seq)).toEqual([2, 1, 0])
  })
})

describe('a source in words', () => {
  it('is loud when it fails, drifts or rejects, else quiet', () => {
    expect(sourceState(source({ state: 'failing' })).need).toBe('bad')
    expect(sourceState(source({ unparsed: 1 }))).toMatchObject({ word: 'drift', need: 'warn' })
    expect(sourceState(source({ rejected: 1 })).need).toBe('warn')
    expect(sourceState(source({ state: 'watching' }))).toEqual({ tone: 'info', word: 'watching', running: true })
  })
  it('lists the failing first, then drift, then the newest event', () => {
    const rows = [
      source({ id: 'old', lastEventAt: '2025-01-01T00:00:00.000Z' }),
      source({ id: 'new', lastEventAt: '2026-01-01T00:00:00.000Z' }),
      source({ id: 'drift', unparsed: 1 }),
      source({ id: 'failing', state: 'failing' }),
    ]
    expect(sortedSources(rows).map(({ id }) => id)).toEqual(['failing', 'drift', 'new', 'old'])
  })
  it('says nothing rather than zero', () => {
    expect(madeText(source())).toBe('')
    expect(madeText(source({ runs: 1, placeholders: 2 }))).toBe('1 run, 2 placeholders')
    expect(versionsText(source({ versions: ['a', 'b', 'c'], contents: 28 }))).toBe('3 versions in 28 files')
    expect(versionsText(source())).toBe('')
    expect(driftText(source({ unparsed: 1 }))).toBe('1 record of an unknown type')
    expect(largestLag([source()])).toBeNull()
    expect(largestLag([source({ lagSeconds: 2 }), source({ lagSeconds: 3 })])).toBe(3)
  })
  it('says why no import can be started: switch, folders, worker, in that order', () => {
    const ready = { allowedFolders: ['/a'], workerAlive: true }
    const on = { enabled: true, source: 'default' }
    expect(whyNotStart(ready, on)).toBeNull()
    expect(whyNotStart({ ...ready, workerAlive: false }, on)).toContain('worker')
    expect(whyNotStart({ allowedFolders: [], workerAlive: false }, on)).toContain('PITWALL_ALLOWED_FOLDERS')
    expect(whyNotStart(ready, { enabled: false, source: 'environment' })).toContain('environment')
  })
})

describe('startProblem', () => {
  it('puts the words of the API beside the field they are about', () => {
    const refused = new ApiError(400, 'bad_request', 'paths[0]: give an absolute path', 'r', { field: 'paths[0]' })
    expect(startProblem(refused)).toEqual({ field: 'path', message: 'give an absolute path' })
    const instance = new ApiError(400, 'bad_request', 'instance: too long', 'r', { field: 'instance' })
    expect(startProblem(instance)).toEqual({ field: 'instance', message: 'too long' })
    expect(startProblem(new NetworkError(null)).field).toBeNull()
    expect(startProblem(new ApiError(503, 'disabled', 'off', 'r')).message).toBe('off')
  })
})
