import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { makeRun } from '@/lib/testing/make-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'

/** Processes of the real command, each in a folder of its own. */

interface Ended {
  code: number
  out: string
  err: string
}

function pitwall(args: string[], { cwd = testFolder(), env = {} as Record<string, string> } = {}): Promise<Ended> {
  const clean = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(PITWALL_|DATABASE_URL|NODE_ENV|VITEST)/.test(name)),
  )
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      args,
      { cwd, env: { ...clean, ...env } as NodeJS.ProcessEnv },
      (error, out, err) => {
        resolve({ code: error ? Number(error.code) : 0, out, err })
      },
    )
  })
}

const isOneLine = (text: string) => /^pitwall: [^\n]+\n$/.test(text)

describe('help', () => {
  const commands = [
    'start',
    'import',
    'sample',
    'status',
    'jobs',
    'tokens',
    'ledgers',
    'config',
    'doctor',
    'backup',
    'restore',
  ]

  it('lists every command', async () => {
    const { code, out } = await pitwall(['--help'])
    expect(code).toBe(0)
    for (const name of commands) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
    expect(out).not.toContain('worker ')
  })

  it.each(commands)('%s has its own, with the flags that all share', async (name) => {
    const { code, out, err } = await pitwall([name, '--help'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    for (const flag of ['--db', '--env-file', '--fleet']) expect(out).toContain(flag)
  })
})

describe('wrong use', () => {
  it.each([
    [['statsu'], 'status'],
    [['status', '--limt', '3'], '--limit'],
    [['tokens', '--by', 'modle'], 'model'],
    [['import', 'x', '--as', 'autopak'], 'autopack'],
    [['status', '--limit', '0'], '--limit'],
    [['status', '--fleet', 'other'], '--fleet'],
    [['start', '--host', '0.0.0.0'], 'no accounts'],
    [['import'], 'path'],
    [['import', 'https://example.org/a.db'], '--as synth'],
    [['import', 'http://example.org/api', '--as', 'synth'], 'everyone on the way'],
    [['import', 'https://me:secret@example.org/', '--as', 'synth'], 'SYNTH_API_KEY'],
    [['import', 'x', '--prices', 'absent.json'], 'absent.json'],
    [['status', '--db', 'postgresql://h/d'], '--db'],
    [['status', '--env-file', 'absent.env'], 'absent.env'],
    [['config', '--db'], '--db'],
  ])('%j is answered in one line and exit code 2', async (args, named) => {
    const { code, out, err } = await pitwall(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(isOneLine(err), err).toBe(true)
    expect(err).toContain(named)
  })
})

describe('config', () => {
  it('says where each value came from and what it hides', async () => {
    const cwd = testFolder()
    writeFileSync(path.join(cwd, 'pitwall.config.json'), '{"port": 4100}')
    writeFileSync(path.join(cwd, 'x.env'), 'PITWALL_PORT=4200\n')
    const { out } = await pitwall(['config', '--env-file', 'x.env', '--json'], { cwd, env: { PITWALL_PORT: '4300' } })
    const { values } = JSON.parse(out) as { values: { name: string }[] }
    expect(values.find(({ name }) => name === 'port')).toMatchObject({
      value: '4300',
      source: 'environment',
      shadows: [
        { source: 'env file', value: '4200' },
        { source: 'config file', value: '4100' },
      ],
    })
    const lower = await pitwall(['config', '--env-file', 'x.env'], { cwd })
    expect(lower.out).toMatch(/^port +4200 +env file +config file says 4100$/m)
  })
})

describe('status', () => {
  it('creates the database, and ends with 0 when there is nothing', async () => {
    const cwd = testFolder()
    expect(await pitwall(['status'], { cwd })).toMatchObject({ code: 0, out: 'No runs.\n' })
    expect(existsSync(path.join(cwd, 'data', 'pitwall.db'))).toBe(true)
  })

  it('ends with 4 when a run is stuck, whatever page is shown', async () => {
    const { db, url } = await testDb()
    await makeRun(db, {
      id: 'autopack:well',
      status: 'succeeded',
      statusDerived: 'succeeded',
      lastEvidenceAt: '2026-02-01T00:00:00.000Z',
    })
    expect((await pitwall(['status', '--db', url])).code).toBe(0)
    const hostile = '\u001b[31m<b>\u202e'
    await makeRun(db, {
      id: 'autopack:stuck',
      statusRaw: hostile,
      status: 'running',
      statusDerived: 'interrupted',
      lastEvidenceAt: '2026-01-01T00:00:00.000Z',
    })
    const list = await pitwall(['status', '--db', url, '--limit', '1', '--sort', 'lastEvidence'])
    expect(list.code).toBe(4)
    expect(list.out).not.toContain('autopack:stuck')
    const one = await pitwall(['status', 'autopack:stuck', '--db', url])
    expect(one.code).toBe(4)
    expect(one.out).toContain('\\u001b[31m<b>\\u202e')
    expect(one.out).not.toContain('\u001b')
    const json = await pitwall(['status', 'autopack:stuck', '--db', url, '--json'])
    expect(json.err).toBe('')
    expect(JSON.parse(json.out)).toMatchObject({ id: 'autopack:stuck', statusRaw: hostile, terminal: false })
  })

  it('names a run that is not there and ends with 1', async () => {
    const { code, err } = await pitwall(['status', 'autopack:no/such#"run'])
    expect(code).toBe(1)
    expect(isOneLine(err), err).toBe(true)
  })
})

describe('backup and restore', () => {
  it('bring back what was there, keep what is replaced, and compare', async () => {
    const { db, url, folder } = await testDb()
    await makeRun(db, { id: 'autopack:kept' })
    const copy = path.join(folder, 'backups', 'b.db')
    expect((await pitwall(['backup', copy, '--db', url])).code).toBe(0)
    expect(await pitwall(['backup', copy, '--db', url])).toMatchObject({ code: 1 })
    await makeRun(db, { id: 'autopack:later' })

    const inUse = await pitwall(['restore', copy, '--db', url])
    if (process.platform === 'linux')
      expect(inUse).toMatchObject({ code: 1, err: expect.stringContaining('stop Pitwall') })
    // The driver keeps the file of a closed client open for a while, so what is replaced is another database.
    const elsewhere = path.join(folder, 'elsewhere', 'pitwall.db')
    const target = `file:${elsewhere}`
    mkdirSync(path.dirname(elsewhere))
    expect((await pitwall(['backup', elsewhere, '--db', url])).code).toBe(0)
    const { code, out, err } = await pitwall(['restore', copy, '--db', target, '--verify', '--json'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out)).toMatchObject({ verified: { tables: expect.any(Number) } })
    const runs = await pitwall(['status', '--db', target, '--json'])
    expect((JSON.parse(runs.out) as { total: number }).total).toBe(1)
    expect(readdirSync(path.dirname(elsewhere)).some((name) => name.startsWith('pitwall.db.before-restore-'))).toBe(
      true,
    )
  })

  it('refuse what is no Pitwall database and leave the database alone', async () => {
    const cwd = testFolder()
    writeFileSync(path.join(cwd, 'text.db'), 'not a database')
    writeFileSync(path.join(cwd, 'empty.db'), '')
    await pitwall(['status'], { cwd })
    const before = readdirSync(path.join(cwd, 'data')).filter((name) => name.endsWith('.db'))
    for (const file of ['text.db', 'empty.db', 'absent.db', '.']) {
      const { code, err } = await pitwall(['restore', file], { cwd })
      expect(code, file).toBe(1)
      expect(isOneLine(err), err).toBe(true)
    }
    expect(readdirSync(path.join(cwd, 'data')).filter((name) => name.endsWith('.db'))).toEqual(before)
  })
})

describe('other commands', () => {
  it('say in one line that a file is no database', async () => {
    const cwd = testFolder()
    writeFileSync(path.join(cwd, 'x.db'), 'not a database')
    for (const args of [['status'], ['jobs'], ['tokens']]) {
      const { code, err } = await pitwall([...args, '--db', 'file:x.db'], { cwd })
      expect(code).toBe(1)
      expect(isOneLine(err), err).toBe(true)
    }
    expect(await pitwall(['doctor', '--db', 'file:x.db'], { cwd })).toMatchObject({ code: 1, err: '' })
  })

  it('doctor finds nothing wrong with a new database', async () => {
    const { code, out } = await pitwall(['doctor', '--json'])
    const { checks } = JSON.parse(out) as { checks: { name: string; level: string }[] }
    expect(checks.filter(({ level }) => level === 'fail')).toEqual([])
    expect(code).toBe(0)
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['database', 'migrations', 'sources', 'clock', 'disk', 'versions', 'instances', 'worker']),
    )
  })

  it('import says what it cannot read, and ends with 3', async () => {
    const cwd = testFolder()
    writeFileSync(path.join(cwd, 'a.db'), 'PK\u0003\u0004 not what it says')
    copyFileSync('package.json', path.join(cwd, 'package.json'))
    const { code, out } = await pitwall(['import', 'a.db', 'package.json', 'absent', '--json'], { cwd })
    const receipt = JSON.parse(out) as { files: { status: string }[]; totals: { rejectedFiles: number } }
    expect(code).toBe(3)
    expect(receipt.files.every(({ status }) => status === 'rejected')).toBe(true)
    expect(receipt.totals.rejectedFiles).toBe(3)
  })
})
