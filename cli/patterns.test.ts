import { execFile } from 'node:child_process'
import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { PatternDetail, PatternPage, type PatternSummary } from '@/lib/patterns/schema'
import { RECURRING_PROBLEMS } from '@/lib/sample/transcripts/recurring-problems'
import { testFolder } from '@/lib/testing/test-db'

interface Ended {
  code: number
  out: string
  err: string
}

let folder = ''

/** Runs the built-in command as a user does, on a sample fleet of its own. */
function pitwall(...args: string[]): Promise<Ended> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  const at = ['--db', `file:${path.join(folder, 'p.db')}`]
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      [...args, ...at],
      { cwd: folder, env: clean as NodeJS.ProcessEnv, maxBuffer: 64 * 2 ** 20 },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}
const patterns = (...args: string[]) => pitwall('patterns', ...args, '--fleet', 'sample')

let all: PatternSummary[] = []
const ofRule = (rule: string) => all.filter((each) => each.rule === rule)

beforeAll(async () => {
  folder = testFolder()
  const made = await pitwall('sample')
  if (made.code !== 0) throw new Error(made.err)
  all = PatternPage.parse(JSON.parse((await patterns('--json', '--limit', '500')).out)).items
}, 120_000)

describe('pitwall patterns, of the sample', { timeout: 60_000 }, () => {
  it.each(RECURRING_PROBLEMS.map(({ rule, sessions }) => [rule, sessions] as const))(
    '%s is one pattern, told in its sessions',
    (rule, sessions) => {
      const [pattern, ...others] = ofRule(rule)
      expect(others).toEqual([])
      expect(pattern?.recurrence.sessions).toBe(sessions.length)
      expect(pattern?.recurrence.cells.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6])
      expect(pattern?.recurrence.cells.filter(({ hit }) => hit).map(({ n }) => n)).toEqual([...sessions])
    },
  )

  it('shows a fix that held, one that did not, and a storm as one', () => {
    const [held] = ofRule('port_in_use')
    const back = all.find(({ title }) => title.startsWith('No conversation found'))
    expect([held?.state, (held?.exposed ?? 0) >= 20, back?.state, back?.oldCode]).toEqual([
      'verified',
      true,
      'regressed',
      1,
    ])
    expect(all.find(({ occurrences }) => occurrences === 2_000)).toMatchObject({
      runs: 1,
      errorType: 'connection_refused',
    })
    expect(new Set(all.map(({ trend }) => trend))).toEqual(new Set(['new', 'escalating', 'steady', 'silent']))
  })

  it('reports every problem session by session, with the sessions it was told in', async () => {
    const { out, code } = await patterns(
      '--report',
      '--by',
      'session',
      '--project',
      ofRule('tls_verification')[0]?.projects[0] ?? '',
    )
    expect(code).toBe(0)
    for (const { rule, sessions } of RECURRING_PROBLEMS) {
      const [pattern] = ofRule(rule)
      expect(out.split(`/patterns/${pattern?.id}`).length - 1).toBe(sessions.length)
      expect(out).toContain(`told ${sessions.length} times, still not fixed (sessions ${sessions.join(', ')})`)
    }
    for (const session of [1, 3, 4, 5, 6]) expect(out).toContain(`Session ${session}`)
  })

  it('ends with 6 when something new appeared since a time, and only then', async () => {
    const yesterday = new Date(Date.now() - 2 * 86_400_000).toISOString()
    expect((await patterns('--new-since', yesterday)).code).toBe(6)
    expect(await patterns('--new-since', '2100-01-01')).toMatchObject({ code: 0, out: 'No patterns.\n' })
    expect((await patterns('--state', 'verified')).code).toBe(0)
    expect((await patterns('--state', 'odd')).code).toBe(2)
  })

  it('moves a pattern and takes it back; what is not allowed is refused with its reason', async () => {
    const { id } = ofRule('missing_binary')[0] ?? { id: '' }
    expect((await patterns('move', id, 'acknowledged')).out).toContain('is acknowledged now')
    const again = await patterns('move', id, 'acknowledged')
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('from acknowledged only')])
    const stale = await patterns('move', id, 'ignored', '--reason', 'x', '--expected-version', '0')
    expect([stale.code, stale.err]).toEqual([1, expect.stringContaining('acknowledged now')])
    expect((await patterns('move', id, 'undo')).out).toContain('is new now')
    const shown = PatternDetail.parse(JSON.parse((await patterns('show', id, '--json')).out))
    expect(shown.history.map(({ to, basis }) => [to, basis])).toEqual([
      ['new', 'first_seen'],
      ['acknowledged', 'operator'],
      ['new', 'undo'],
    ])
  })

  it('writes scaffolds once, and leaves what somebody edited', async () => {
    const out = path.join(folder, 'hardening')
    expect((await patterns('scaffold', '--top', '2', '--out', out)).out.match(/^added/gm)).toHaveLength(10)
    const files = readdirSync(out, { recursive: true }).map(String)
    const detector = path.join(out, files.find((file) => /detect_.*\.py$/.test(file) && !file.includes('test_')) ?? '')
    appendFileSync(detector, '# mine\n')
    const again = (await patterns('scaffold', '--top', '2', '--out', out)).out
    expect([again.match(/^kept/gm)?.length, again.match(/^unchanged/gm)?.length]).toEqual([1, 9])
    expect(readFileSync(detector, 'utf8')).toMatch(/# mine\n$/)
    expect((await patterns('scaffold', '--top', '1', '--language', 'typescript', '--patch')).out).toMatch(/^diff --git/)
  })

  it('reads the commits of a project, and names a file that has none', async () => {
    const list = path.join(folder, 'log.txt')
    writeFileSync(list, `${'a'.repeat(40)} ${'b'.repeat(40)}\n${'b'.repeat(40)}\nnot a commit\n`)
    expect((await patterns('commits', list, '--project', 'p')).out).toBe(
      '2 commits new of 2 commits, 1 line left out\n',
    )
    expect((await patterns('commits', list, '--project', 'p')).out).toContain('0 commits new')
    writeFileSync(list, 'nothing\n')
    expect((await patterns('commits', list)).code).toBe(2)
    expect((await patterns('commits', path.join(folder, 'none'))).code).toBe(1)
  })
})
