import { describe, expect, it } from 'vitest'
import { foundText, isFirstRead, isLarge, systemTitle, watchOffText, whyNotWatch } from './watch-words'

const on = { enabled: true, source: 'default' }
const off = { enabled: false, source: 'environment' }

describe('watching in words', () => {
  it('counts what was found, and says when it did not count to the end', () => {
    expect(foundText({ files: 1, filesMore: false, by: 'watch' })).toBe('1 transcript')
    expect(foundText({ files: 1_204, filesMore: false, by: 'watch' })).toBe('1,204 transcripts')
    expect(foundText({ files: 5_000, filesMore: true, by: 'watch' })).toBe('more than 5,000 transcripts')
    expect(foundText({ files: 2, filesMore: false, by: 'import' })).toBe('2 databases')
  })

  it('says that watching is off, where that was set and how it comes on', () => {
    expect(watchOffText({ watch: off })).toMatch(/switched off \(PITWALL_SWITCH_WATCH, environment\).*on and start/)
    expect(watchOffText({ watch: on })).toBeNull()
    expect(watchOffText(undefined)).toBeNull()
  })

  it('gives the first reason that stands against a watch', () => {
    const worker = { workerAlive: true }
    expect(whyNotWatch(worker, { http_import: on, watch: on })).toBeNull()
    expect(whyNotWatch(worker, undefined)).toBeNull()
    expect(whyNotWatch(worker, { http_import: off, watch: off })).toMatch(/http_import/)
    expect(whyNotWatch(worker, { http_import: on, watch: off })).toMatch(/PITWALL_SWITCH_WATCH/)
    expect(whyNotWatch({ workerAlive: false }, { http_import: on, watch: on })).toMatch(/worker/)
  })

  it('names systems as their users do, and unknown ones as they stand', () => {
    expect(['claude-code', 'codex', 'toString', 'new'].map(systemTitle)).toEqual([
      'Claude Code',
      'Codex',
      'toString',
      'new',
    ])
  })

  it('shows the first read of a folder, and not every few lines that an agent writes', () => {
    expect(isFirstRead({ state: 'watching', checkedAt: null })).toBe(true)
    expect(isFirstRead({ state: 'paused', checkedAt: null })).toBe(false)
    const progress = {
      filesDone: 0,
      bytesDone: 0,
      bytesTotal: 0,
      bytesPerSecond: null,
      secondsLeft: null,
      current: null,
    }
    expect(isLarge({ requestedBy: 'watch', progress: null })).toBe(false)
    expect(isLarge({ requestedBy: 'watch', progress: { ...progress, filesTotal: 2 } })).toBe(false)
    expect(isLarge({ requestedBy: 'watch', progress: { ...progress, filesTotal: 900 } })).toBe(true)
    expect(isLarge({ requestedBy: 'http', progress: null })).toBe(true)
  })
})
