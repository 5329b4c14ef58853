import { describe, expect, it } from 'vitest'
import {
  commonFolder,
  fileName,
  fileState,
  importState,
  kindWords,
  outcomeText,
  placeOf,
  progressShare,
  progressText,
  rowsText,
} from '@/lib/imports/import-words'
import type { ImportSummary } from '@/lib/imports/schema'

const NBSP = '\u00a0'
const totals = { files: 1, rows: {}, rejectedRecords: 0, rejectedFiles: 0, bytes: 1, seconds: 1 }
const summary = (rest: Partial<ImportSummary>): ImportSummary => ({
  id: 'imp_1',
  requestedBy: 'http',
  paths: ['/a/b.db'],
  pathsTotal: 1,
  place: '/a/b.db',
  status: 'done',
  progress: null,
  totals,
  error: null,
  requestedAt: '2026-01-01T00:00:00.000Z',
  startedAt: null,
  endedAt: null,
  ...rest,
})

describe('an import in words', () => {
  it('is good only when nothing was rejected', () => {
    expect(importState(summary({}))).toEqual({ tone: 'ok', word: 'imported' })
    expect(importState(summary({ totals: { ...totals, rejectedFiles: 1 } })).tone).toBe('warn')
    expect(importState(summary({ status: 'failed' })).tone).toBe('bad')
    expect(fileState({ status: 'imported', rejectedCount: 1 })).toEqual({ tone: 'warn', word: 'imported' })
    expect(fileState({ status: 'rejected', rejectedCount: 1 }).tone).toBe('bad')
  })
  it('tells the kinds an operator knows first, and one thing in the singular', () => {
    expect(rowsText({ usageEvents: 1_371, decisions: 306, phases: 456, runs: 1, tiers: 200, sessions: 0 })).toBe(
      '1 run · 456 phases · 1,371 usage events',
    )
    expect(kindWords('entries', 1)).toBe('entry')
    expect(kindWords('tokenEfficiencyMetrics')).toBe('token efficiency metrics')
    expect(rowsText({ runs: 0 })).toBe('')
  })
  it('says what came of it, or why nothing did', () => {
    expect(outcomeText(summary({ status: 'failed', error: 'disk full' }))).toBe('disk full')
    expect(outcomeText(summary({ status: 'failed' }))).toBe('no reason given')
    expect(outcomeText(summary({ totals: { ...totals, files: 0 } }))).toBe('no file was read')
    expect(outcomeText(summary({ totals: { ...totals, rejectedFiles: 1 } }))).toBe('no rows · 1 rejected')
    expect(outcomeText(summary({ status: 'running' }))).toBe('begins')
  })
  it('leaves out of the progress what is not known', () => {
    const progress = {
      filesDone: 3,
      filesTotal: 28,
      bytesDone: 12e6,
      bytesTotal: 60e6,
      bytesPerSecond: 4.1e6,
      secondsLeft: 11.7,
      current: null,
    }
    expect(progressText(progress).replaceAll(NBSP, ' ')).toBe('3 of 28 files · 12 MB of 60 MB · 4.1 MB/s · 12 s left')
    const blind = { ...progress, filesTotal: 0, bytesTotal: 0, bytesPerSecond: null, secondsLeft: null }
    expect(progressText(blind).replaceAll(NBSP, ' ')).toBe('3 files · 12 MB')
    expect(progressShare(progress)).toBeCloseTo(0.2)
    expect(progressShare(blind)).toBeNull()
    expect(progressShare({ ...progress, bytesDone: 99e6 })).toBe(1)
  })
  it('leaves out the folder that all files share, never a part of a name', () => {
    expect(commonFolder(['/a/b/x1.db', '/a/b/x2.db'])).toBe('/a/b/')
    expect(commonFolder(['/a/b/x.db', '/a/bc/x.db'])).toBe('/a/')
    expect(commonFolder(['/a/x', '/b/x'])).toBe('/')
    expect(commonFolder(['/a/b.db'])).toBe('/a/')
    expect(commonFolder(['x', 'y'])).toBe('')
    expect(commonFolder(['/a/x', 'x'])).toBe('')
    expect(commonFolder([])).toBe('')
  })
  it('names a file by its end, whatever the path looks like', () => {
    expect(fileName('/a/b/autopack.db')).toBe('autopack.db')
    expect(fileName('/a/b/')).toBe('b')
    expect(fileName('C:\\data\\x.db')).toBe('x.db')
    expect(fileName('/')).toBe('/')
    expect(placeOf({ paths: [], pathsTotal: 0 })).toEqual({ first: '', more: 0 })
    expect(placeOf({ paths: ['a', 'b'], pathsTotal: 3 })).toEqual({ first: 'a', more: 2 })
  })
})
