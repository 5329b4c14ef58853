import { execFile } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { TOKENS } from '@/lib/testing/paired-samples'
import { testFolder } from '@/lib/testing/test-db'

const cwd = testFolder()

/** Runs the built-in command as a user does, in a folder of its own. */
function analyze(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PITWALL')))
  return new Promise((resolve) => {
    execFile(
      path.resolve('bin/pitwall.mjs'),
      ['pairs', 'analyze', ...args],
      { cwd, env: clean as NodeJS.ProcessEnv },
      (error, out, err) => resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

function file(name: string, text: string): string {
  writeFileSync(path.join(cwd, name), text)
  return name
}

const rows = TOKENS.control.map((control, at) => `task ${at},${control},${TOKENS.treatment[at]}`)
const tokens = file('tokens.csv', ['key,control,treatment', ...rows, '\u001b[31m,x,1', 'z,1'].join('\n'))
const few = file('few.csv', 'key,control,treatment\na,5,4\nb,7,5\n')

describe('pitwall pairs analyze', () => {
  it('ends in a verdict, names the rows it cannot use, and touches no database', async () => {
    const { code, out, err } = await analyze(tokens)
    expect(code).toBe(0)
    expect(out).toMatch(/^Treatment is lower, which is better: difference −16,500 /)
    expect(out).toMatch(/Wilcoxon signed-rank test \(counts\) +0\.01953 +10 +0 +exact/)
    expect(err).toBe('tokens.csv, line 12: control: is no number\ntokens.csv, line 13: the row ends too early\n')
    expect(existsSync(path.join(cwd, 'data'))).toBe(false)
  })

  it('prints the reply of the API as JSON, by the flags that were given', async () => {
    const { out } = await analyze(tokens, '--scale', 'raw', '--n-star', '20', '--seed', '7', '--json')
    expect(JSON.parse(out)).toMatchObject({
      primary: { test: 'wilcoxon', p: 0.01953125 },
      sequential: { scale: 'raw', nStar: 20 },
      seed: 7,
      rejected: [{ place: 'line 12' }, { place: 'line 13' }],
    })
  })

  it('ends with 7 when the verdict is the one to fail on', async () => {
    expect((await analyze(tokens, '--fail-on', 'worse')).code).toBe(0)
    expect((await analyze(tokens, '--fail-on', 'worse', '--better', 'higher')).code).toBe(7)
    expect((await analyze(few, '--fail-on', 'worse')).code).toBe(0)
    const { code, out } = await analyze(few, '--fail-on', 'cannot-tell')
    expect(code).toBe(7)
    expect(out).toContain('cannot reach 0.05 at this n')
  })

  it.each([
    [['absent.csv'], 'absent.csv cannot be read'],
    [[tokens, '--metric', 'odd'], '--metric: one of continuous, binary'],
    [[tokens, '--fail-on', 'odd'], '--fail-on: worse or cannot-tell'],
    [[tokens, '--n-star', 'many'], '--n-star: a number'],
    [[tokens, '--primary', 'mcnemar'], '--primary'],
    [[tokens, '--alpha', '2'], '--alpha'],
    [[tokens, '--primry', 'sign'], '--primary'],
    [[file('odd.csv', 'a,b\n1,2\n')], 'names no column key, control, treatment'],
    [[file('none.json', '{"metric":"binary","pairs":[{"key":"a","control":2,"treatment":1}]}')], 'no pair in it'],
    [[file('declares.json', '{"alhpa":0.1,"pairs":[{"key":"a","control":2,"treatment":1}]}')], 'alhpa'],
    [[], 'file'],
  ])('%j is wrong use and says why', async (args, named) => {
    const { code, out, err } = await analyze(...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err.trim().split('\n').at(-1)).toMatch(/^pitwall: /)
    expect(err).toContain(named)
    expect(err).not.toContain('\u001b')
  })
})
