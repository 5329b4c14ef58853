import { createHash } from 'node:crypto'
import type { RunRecord } from '@/lib/model/records'
import { idOf } from '@/lib/sources/json-cells'

/**
 * One name for a benchmark, however a component writes it: `001-sol-transfer` and `benchmarks/001-sol-transfer.yml` are
 * one. Null for nothing and for `unknown`.
 */
export function benchmarkName(written: unknown): string | null {
  const key = idOf(written)
  const name = key
    ?.trim()
    .split(/[\\/]/)
    .at(-1)
    ?.replace(/\.ya?ml$/i, '')
  return name === undefined || name === '' || name.toLowerCase() === 'unknown' ? null : name
}

/** reev keys a benchmark by the MD5 of its name and prompt: two prompts under one name are told apart by it. */
export function promptMd5(name: string, prompt: string): string {
  return createHash('md5').update(`${name}:${prompt}`).digest('hex')
}

/** The job of a run: its benchmark, or null where none is named. */
export function benchmarkJob(name: string | null): RunRecord['job'] {
  return name === null ? null : { key: name, name, type: 'benchmark', inferred: false }
}

/** Runs have no name of their own: what was tried, and by whom. */
export function runName(benchmark: string | null, agent: string | null): string | null {
  const parts = [benchmark, agent].filter((part) => part !== null)
  return parts.length === 0 ? null : parts.join(' · ')
}

/**
 * The key of a session as its own file or row has it. Its id alone can come twice, for two executions; with benchmark
 * and start they stay two.
 */
export function sessionKeyOf(id: string, benchmark: string | null, startedAt: string | null): string {
  return [id, benchmark ?? '-', startedAt ?? '-'].join('/')
}
