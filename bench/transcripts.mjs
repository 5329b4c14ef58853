/**
 * How long it takes to read Claude Code transcripts, beside other counters and beside a bare loop that only parses the same
 * lines; and whether the tokens agree. Every program is started as plain `node`, with a warm disk cache.
 *
 *   node bench/transcripts.mjs --tree FOLDER [--peers FOLDER]… [--rounds 3]
 *
 * FOLDER of --tree holds transcripts, packed or not. Each --peers is a folder made once by, for example,
 *   npm install --prefix /tmp/peers20 ccusage@20.0.24
 *   npm install --prefix /tmp/peers18 ccusage@18.0.11 tokscale@1.4.3
 * Ends with 1 when tokens differ from those of ccusage 20 by more than the records that it is known to drop.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compareModels, droppedByTime, ofCcusage, ofPitwall } from './transcripts/compare-tokens.mjs'
import { layOut } from './transcripts/lay-out.mjs'
import { findPeers } from './transcripts/peers.mjs'

const HERE = path.dirname(fileURLToPath(import.meta.url))
const PITWALL = path.join(HERE, '..', 'bin', 'pitwall.mjs')
const TIMEOUT_MS = 300_000
/** `import` ends with 3 when some lines were no records, as in real trees they are. */
const DONE = [0, 3]

const { values } = parseArgs({
  options: {
    tree: { type: 'string' },
    peers: { type: 'string', multiple: true, default: [] },
    rounds: { type: 'string', default: '3' },
  },
})
if (!values.tree) {
  console.error('Usage: node bench/transcripts.mjs --tree FOLDER [--peers FOLDER]… [--rounds N]')
  process.exit(2)
}
const rounds = Math.max(1, Number(values.rounds) || 3)
const scratch = mkdtempSync(path.join(tmpdir(), 'pitwall-bench-'))
try {
  const { home, config, projects } = layOut(path.resolve(values.tree), scratch)
  const env = {
    ...Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !/^(PITWALL_|DATABASE_URL|CLAUDE_)/.test(name)),
    ),
    ...{ HOME: home, CLAUDE_CONFIG_DIR: config, NO_COLOR: '1', TZ: 'UTC' },
  }
  const peers = findPeers(values.peers)
  const { rows, account, reports } = measureAll(projects, peers, env)
  printTimes(rows)
  process.exitCode = compareAll(account, reports, projects) ? 0 : 1
} finally {
  rmSync(scratch, { recursive: true, force: true })
}

/** One run of `node`: wall time in milliseconds, what it printed, and why it failed, if it did. */
function run(args, env) {
  const startedMs = performance.now()
  const { status, stdout, stderr, error } = spawnSync(process.execPath, args, {
    env,
    cwd: scratch,
    encoding: 'utf8',
    maxBuffer: 1e9,
    timeout: TIMEOUT_MS,
  })
  const ms = performance.now() - startedMs
  const problem = error?.message ?? (DONE.includes(status) ? null : (stderr.trim() || stdout.trim()).split('\n').at(-1))
  return { ms, stdout, problem }
}

function databaseFolder(round) {
  return path.join(scratch, `r${round}`)
}

/**
 * Medians of several programs, in turns: whatever else slows the machine slows all of them alike.
 * @returns each with its median time and what it printed last
 */
function measure(programs) {
  const measured = programs.map((program) => ({ ...program, times: [], last: { stdout: '', problem: null } }))
  for (let round = 0; round < rounds; round += 1) {
    // What earlier rounds wrote would be going to the disk while this one is measured.
    rmSync(databaseFolder(round - 1), { recursive: true, force: true })
    for (const { env, args, times, last } of measured) {
      if (last.problem) continue
      const { ms, ...outcome } = run(args(round), env)
      times.push(ms)
      Object.assign(last, outcome)
    }
  }
  return measured.map(({ program, task, times, last }) => {
    const sorted = times.toSorted((a, b) => a - b)
    return { program, task, ms: sorted[Math.floor(sorted.length / 2)], ...last }
  })
}

function measureAll(projects, peers, env) {
  const database = (round) => ['--db', `file:${path.join(databaseFolder(round), 'pitwall.db')}`]
  const pitwall = (task, args) => ({
    program: 'pitwall',
    task,
    env,
    args: (round) => [PITWALL, ...args, ...database(round)],
  })
  const loop = [path.join(HERE, 'transcripts', 'parse-lines.mjs'), projects]
  run([PITWALL, '--version'], env)
  const { files, lines, bytes } = JSON.parse(run(loop, env).stdout) // warms the disk cache for all
  console.log(
    `${files} files, ${lines} lines, ${(bytes / 1e6).toFixed(1)} MB; Node.js ${process.versions.node}; median of ${rounds}\n`,
  )
  const rows = measure([
    { program: 'bare loop', task: 'parses every line', env, args: () => loop },
    pitwall('first import', ['import', projects, '--json']),
    pitwall('repeated import', ['import', projects]),
    pitwall('tokens --by day', ['tokens', '--by', 'day']),
    ...peers.map(({ name, version, args }) => ({
      ...{ program: `${name} ${version}`, task: `report (${args.slice(1, 3).join(' ')})`, env, args: () => args },
    })),
  ])
  const reports = rows.flatMap(({ program, stdout, problem }) =>
    program.startsWith('ccusage ') && !problem ? [{ version: program.slice(8), report: JSON.parse(stdout) }] : [],
  )
  printWritten(rows[1])
  const account = run([PITWALL, 'tokens', '--by', 'model', '--json', ...database(rounds - 1)], env)
  return { rows, account: account.problem ? null : JSON.parse(account.stdout), reports }
}

function printWritten({ stdout, problem }) {
  if (problem) return
  const { rows } = JSON.parse(stdout).totals
  const written = Object.entries(rows).filter(([, n]) => n > 0)
  console.log(`Rows written: ${written.map(([name, n]) => `${n} ${name}`).join(', ') || 'none'}\n`)
}

function printTimes(rows) {
  const [{ ms: bareMs }] = rows
  printTable(
    ['PROGRAM', 'TASK', 'MS', '× BARE LOOP'],
    rows.map(({ program, task, ms, problem }) =>
      problem
        ? [program, task, 'did not run', problem.slice(0, 80)]
        : [program, task, ms.toFixed(0), (ms / bareMs).toFixed(2)],
    ),
  )
}

/** @returns false when tokens differ in a way that nothing explains */
function compareAll(account, reports, projects) {
  const newest = reports.find(({ version }) => version.startsWith('20.'))
  if (!account || !newest) {
    console.log(`\nTokens were not compared: ${account ? 'no ccusage 20 among the peers' : 'pitwall gave no account'}.`)
    return true
  }
  const dropped = droppedByTime(projects)
  const compared = compareModels(ofPitwall(account), ofCcusage(newest.report), dropped.sums)
  console.log(`\nTokens per model, pitwall's, and how far those of ccusage ${newest.version} lie below them`)
  const cell = (ours, less) => (less === 0 ? String(ours) : `${ours} (${less > 0 ? '-' : '+'}${Math.abs(less)})`)
  printTable(
    ['MODEL', 'INPUT', 'OUTPUT', 'CACHE WRITE', 'CACHE READ', 'VERDICT'],
    compared.map(({ model, ours, difference, verdict }) => [
      model,
      ...Object.keys(difference).map((name) => cell(ours[name], difference[name])),
      verdict,
    ]),
  )
  const explained = compared.filter(({ verdict }) => verdict === 'explained').length
  if (explained > 0) {
    console.log(`explained: ${dropped.responses} responses whose time has decimals, but not three, which ccusage drops`)
  }
  return compared.every(({ verdict }) => verdict !== 'differ')
}

function printTable(titles, rows) {
  const lines = [titles, ...rows]
  const widths = titles.map((_, at) => Math.max(...lines.map((line) => line[at].length)))
  for (const line of lines) {
    console.log(
      line
        .map((text, at) => (at === 0 ? text.padEnd(widths[at]) : text.padStart(widths[at])))
        .join('  ')
        .trimEnd(),
    )
  }
}
