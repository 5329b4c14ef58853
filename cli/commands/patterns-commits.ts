import { execFileSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { plural } from '../amounts'
import { CommandError, wrongUse } from '../command-error'
import { type CommonFlags, defineCommand } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { settlePatterns } from '../settle-patterns'

const LOG_BYTES_MAX = 512 * 2 ** 20

/** `pitwall patterns commits PATH`: which commit contains which, so that a regression is told from old code. */
export function commitsCommand(): Command {
  return defineCommand('commits', 'reads the commits of a project: regressions are then told by code, not by time')
    .argument('<path>', 'a Git repository, or a file of `git log --format="%H %P"`')
    .option('--project <project>', 'the project as runs name it (default: any)')
    .action((place: string, { fleet, json, project = '' }: CommonFlags & { project?: string }) =>
      withFleet(fleet, async (ctx) => {
        const { addCommits, parseCommits } = await import('@/lib/patterns/server/add-commits')
        const { commits, rejected } = parseCommits(logOf(place))
        if (commits.length === 0) throw wrongUse(`${place} names no commit.`)
        const reply = { ...(await addCommits(ctx, project, commits)), rejected }
        await settlePatterns(ctx)
        if (json === true) return printJson(reply)
        const lines = rejected === 0 ? '' : `, ${plural(rejected, 'line')} left out`
        print(`${plural(reply.added, 'commit')} new of ${plural(commits.length, 'commit')}${lines}`)
      }),
    )
}

function logOf(place: string): string {
  try {
    if (!statSync(place).isDirectory()) return readFileSync(place, 'utf8')
    const args = ['-C', place, 'log', '--all', '--format=%H %P']
    return execFileSync('git', args, { encoding: 'utf8', maxBuffer: LOG_BYTES_MAX, stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n').find((line) => line.trim() !== '') ?? '') : ''
    throw new CommandError(`${place} cannot be read: ${reason}`)
  }
}
