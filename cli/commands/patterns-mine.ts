import { once } from 'node:events'
import type { Command } from 'commander'
import { LineMiner, type MinedGroup, type MinedLines } from '@/lib/fingerprint/line-miner'
import { count, plural } from '../amounts'
import { type CommonFlags, defineCommand } from '../define-command'
import { mineFile } from '../mine-file'
import { print } from '../output'
import { type Column, formatTable } from '../table'
import { visibleJson } from '../visible-text'

interface MineFlags extends CommonFlags {
  members: boolean
}

const COLUMNS: readonly Column<MinedGroup>[] = [
  { title: 'LINES', value: (group) => count(group.count), align: 'right' },
  { title: 'TYPE', value: ({ type }) => type, max: 28 },
  { title: 'CAUSE', value: ({ cause }) => cause },
  { title: 'FINGERPRINT', value: ({ fingerprint }) => fingerprint },
  { title: 'TEMPLATE', value: ({ template }) => (template === '' ? '(blank)' : template), max: 160 },
]
/** Line numbers that are made into text at once. */
const SLICE = 20_000

/** `pitwall patterns mine FILE`: groups of raw lines from anywhere; no database is opened. */
export function mineCommand(): Command {
  return defineCommand('mine', 'groups the lines of a file by their pattern')
    .argument('<file>', 'a text file, one record a line; - for standard input')
    .option('--no-members', 'without the line numbers of each group')
    .action(async (file: string, { json = false, members }: MineFlags) => {
      const startedMs = performance.now()
      const miner = new LineMiner({ members: json && members })
      await mineFile(file, miner)
      const mined = miner.finish()
      const seconds = Math.round(performance.now() - startedMs) / 1000
      if (json) await writeJson(mined, seconds)
      else printGroups(mined, seconds)
    })
}

function printGroups({ groups, lines }: MinedLines, seconds: number): void {
  if (groups.length > 0) print(`${formatTable(COLUMNS, groups)}\n`)
  print(`${plural(groups.length, 'group')} of ${plural(lines, 'line')}, ${seconds} s`)
}

/** Written group by group: ten million line numbers are no single text. */
async function writeJson({ groups, lines }: MinedLines, seconds: number): Promise<void> {
  await write('{"groups":[')
  for (const [at, group] of groups.entries()) await writeGroup(group, at === 0 ? '\n' : ',\n')
  await write(`\n],"lines":${lines},"seconds":${seconds}}\n`)
}

async function writeGroup(group: MinedGroup, before: string): Promise<void> {
  const { template, fingerprint, type, cause, count: lines, members } = group
  const head = visibleJson({ template, fingerprint, type, cause, count: lines }, 0)
  if (!members) return write(before + head)
  await write(`${before}${head.slice(0, -1)},"members":[`)
  for (let at = 0; at < members.length; at += SLICE) {
    await write(`${at === 0 ? '' : ','}${members.subarray(at, at + SLICE).join(',')}`)
  }
  await write(']}')
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
