import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { mineFile } from '@/cli/mine-file'
import { LineMiner } from '@/lib/fingerprint/line-miner'
import { labelledLogs } from '@/lib/testing/real-logs'

const PITWALL = fileURLToPath(new URL('../../bin/pitwall.mjs', import.meta.url))
const TIMED_LINES = 440_000
const ROUNDS = 4

const WORDS = ['lease', 'worker', 'upload', 'index', 'cache', 'patch', 'session', 'budget']
const word = (at: number) => WORDS[at % WORDS.length] ?? ''

/** A line of a log of about 400 kinds, with values that hardly repeat. */
function madeLine(at: number): string {
  const kind = Math.imul(at, 2_654_435_761) >>> 0
  const time = new Date(1_750_000_000_000 + at * 37).toISOString()
  return `${time} INFO ${word(kind)} ${word(kind >>> 4)} step ${kind % 7} of run-${at}: ${word(kind >>> 8)} took ${kind % 9_973} ms at /srv/data/${kind}/part-${at}.log`
}

function* madeLines(count: number): Generator<string> {
  for (let from = 0; from < count; from += 1_000) {
    const lines = Array.from({ length: Math.min(1_000, count - from) }, (_, at) => madeLine(from + at))
    yield `${lines.join('\n')}\n`
  }
}

const inFolder = async (work: (folder: string) => Promise<void> | void) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'pitwall-grouping-'))
  try {
    await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Seconds of processor time, which other programs disturb less than the clock on the wall. */
async function secondsOf(work: () => Promise<void>): Promise<number> {
  const before = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1_000_000
}

async function readBare(file: string): Promise<void> {
  let characters = 0
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY })) {
    characters += line.length
  }
  if (characters === 0) throw new Error('nothing was read')
}

async function mineWhole(file: string): Promise<void> {
  const miner = new LineMiner({ members: false })
  await mineFile(file, miner)
  miner.finish()
}

/** Both in turn, several times; the fastest of each is what it costs when nothing else runs. */
async function printPair(name: string, file: string, lines: number): Promise<void> {
  const best = { bare: Number.POSITIVE_INFINITY, mined: Number.POSITIVE_INFINITY }
  for (let round = 0; round < ROUNDS; round += 1) {
    best.bare = Math.min(best.bare, await secondsOf(() => readBare(file)))
    best.mined = Math.min(best.mined, await secondsOf(() => mineWhole(file)))
  }
  const rate = (seconds: number) => Math.round(lines / seconds).toLocaleString('en')
  const share = ((best.bare / best.mined) * 100).toFixed(1)
  console.log(`${name}: ${rate(best.mined)} lines per second of processor, bare reader ${rate(best.bare)}: ${share} %`)
}

/** Lines a second from file to groups, beside Node's own line reader on the same file. */
export async function printSpeed(realData: string | null): Promise<void> {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'lines.log')
    await pipeline(madeLines(TIMED_LINES), createWriteStream(file))
    await printPair('Made lines, all values new', file, TIMED_LINES)
    if (!realData) return
    const samples = labelledLogs(realData).flatMap(({ rawLines }) => rawLines)
    const times = Math.ceil(TIMED_LINES / samples.length)
    writeFileSync(file, `${samples.join('\n')}\n`.repeat(times))
    await printPair('Real lines of all systems, repeated', file, samples.length * times)
  })
}

/** What a line of 1 MB costs, for lines that are made to be dear. */
export function printLongLine(): void {
  const baits = { words: 'word ', paths: '/a', brackets: '[(', digits: '1', mixed: 'a.b-c:1/x=' }
  const costs = Object.entries(baits).map(([name, bait]) => {
    const line = bait.repeat(Math.ceil(1_000_000 / bait.length))
    const startedMs = performance.now()
    const miner = new LineMiner({ members: false })
    miner.add(line)
    miner.finish()
    return `${name} ${(performance.now() - startedMs).toFixed(1)} ms`
  })
  console.log(`A line of 1 MB: ${costs.join(', ')}`)
}

/** Peak memory of the command on a made file of so many lines. */
export async function printMemory(lines: number): Promise<void> {
  await inFolder(async (folder) => {
    const file = path.join(folder, 'lines.log')
    await pipeline(madeLines(lines), createWriteStream(file))
    for (const flags of [['--no-members'], ['--json']]) {
      const report = "process.on('exit',()=>process.stderr.write('peak='+process.resourceUsage().maxRSS))"
      const startedMs = performance.now()
      const { stderr, status } = spawnSync(
        process.execPath,
        ['--import', `data:text/javascript,${report}`, '--', PITWALL, 'patterns', 'mine', file, ...flags],
        { encoding: 'utf8', stdio: ['ignore', 'ignore', 'pipe'] },
      )
      const peak = Number(/peak=(\d+)/.exec(stderr)?.[1] ?? 0) / 1024
      const seconds = ((performance.now() - startedMs) / 1_000).toFixed(1)
      console.log(
        `${lines.toLocaleString('en')} lines, ${flags.join(' ')}: peak ${peak.toFixed(0)} MB, ${seconds} s, exit ${status}`,
      )
    }
  })
}
