import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { job } from '@/lib/sources/synth/answers-fixture'
import { fakeBackend } from '@/lib/testing/fake-backend'
import { testFolder } from '@/lib/testing/test-db'

/** The real command against a backend of the test. */

const KEY = 'sk_live_never_written_down'
const CA = path.resolve('lib/testing/certificates/ca.pem')

function pitwall(cwd: string, args: string[], env: Record<string, string>) {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(PITWALL_|SYNTH_|DATABASE_URL|NODE_|VITEST|HTTPS?_)/i.test(name),
  )
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    const options = { cwd, env: { ...Object.fromEntries(kept), ...env } as NodeJS.ProcessEnv }
    execFile(path.resolve('bin/pitwall.mjs'), args, options, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    )
  })
}

const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, String(name)))
    .filter((file) => statSync(file).isFile())

it('takes the key from the environment or the env file, trusts a CA file, and writes the key nowhere', async () => {
  const backend = await fakeBackend((at) => (at === '/learning/jobs' ? [job] : undefined), { tls: 'localhost' })
  const cwd = testFolder()
  writeFileSync(path.join(cwd, 'x.env'), `PITWALL_PORT=3999\n`)
  const args = ['import', backend.origin, '--as', 'synth', '--json']
  const distrusted = await pitwall(cwd, args, { SYNTH_API_KEY: KEY })
  expect(distrusted.code).toBe(3)
  expect(distrusted.out).toContain('--ca-file or PITWALL_CA_FILE')
  expect(backend.asked).toEqual([])

  const first = await pitwall(cwd, args, { SYNTH_BACKEND_API_KEY: KEY, SYNTH_API_KEY: 'other', PITWALL_CA_FILE: CA })
  expect({ code: first.code, files: JSON.parse(first.out).files }).toMatchObject({
    code: 0,
    files: [{ path: `${backend.base}/learning/jobs/${job.job_id}`, system: 'synth', status: 'imported' }],
  })
  const again = await pitwall(cwd, [...args, '--ca-file', CA, '--verify'], { SYNTH_API_KEY: KEY })
  expect({ code: again.code, status: JSON.parse(again.out).files[0].status }).toEqual({ code: 0, status: 'unchanged' })
  expect(again.err).toContain('agree with the database')
  for (const { authorization } of backend.headers) expect(authorization).toBe(`Bearer ${KEY}`)
  for (const file of filesBelow(cwd)) expect(readFileSync(file).includes(KEY), file).toBe(false)
  expect(first.out + first.err + again.out + again.err).not.toContain(KEY)

  writeFileSync(path.join(cwd, 'x.env'), `SYNTH_API_KEY=sk_from_the_file\n`)
  await pitwall(cwd, [...args, '--ca-file', CA, '--env-file', 'x.env', '--dry-run'], {})
  expect(backend.headers.at(-1)?.authorization).toBe('Bearer sk_from_the_file')
})

it.each([
  [['--ca-file', 'absent.pem'], {}, 'absent.pem'],
  [['--ca-file', 'package.json'], {}, 'is no file with certificates in PEM form'],
  [[], { SYNTH_API_KEY: 'two words' }, 'SYNTH_API_KEY holds a character that no key has'],
])('wrong use %j %j is answered in one line and exit code 2', async (flags, env, words) => {
  const { code, err } = await pitwall(testFolder(), ['import', 'https://127.0.0.1:1', '--as', 'synth', ...flags], env)
  expect(code).toBe(2)
  expect(err).toContain(words)
  expect(err).not.toContain('two words')
})
