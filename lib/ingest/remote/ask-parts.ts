import 'server-only'
import { listAnswer } from '@/lib/sources/synth/answers'
import { type AskProblem, kindOf } from '@/lib/sources/synth/backend-reader'
import type { AskBackend } from './ask-backend'
import { BackendProblem } from './backend-problem'
import type { KeptFile } from './kept-file'

/** How much of one thing is asked for; nothing that a backend says can raise it. */
export interface PartLimits {
  /** Elements of a page. */
  page: number
  /** Jobs or sessions of one backend. */
  things: number
  /** Events, points or usage rows of one of them. */
  items: number
  /** Names of metrics of one job. */
  names: number
  /** What is kept of one address. */
  bytes: number
}

export const PART_LIMITS: PartLimits = {
  page: 200,
  things: 10_000,
  items: 200_000,
  names: 500,
  bytes: 192 * 2 ** 20,
}

/** Asking for the parts of one thing: what fails is told beside what is there, what is final ends everything. */
export class PartsAsked {
  readonly problems: AskProblem[] = []
  /** Parts that this backend does not have. */
  readonly absent: string[] = []

  constructor(
    readonly backend: AskBackend,
    readonly file: KeptFile,
    readonly limits: PartLimits,
  ) {}

  /** Does the work for one part. @throws {BackendProblem} only when nothing more can be asked */
  async part(place: string, work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      if (!(error instanceof BackendProblem)) throw error
      if (isMissing(error)) this.absent.push(place)
      else this.problems.push({ place, reason: error.message })
      if (error.isFinal) throw error
    }
  }

  /** Notes a problem, once. */
  tell(place: string, reason: string): void {
    if (this.problems.some((known) => known.place === place && known.reason === reason)) return
    this.problems.push({ place, reason })
  }

  /** The elements of a page, bare or wrapped; null when it is none, which is told. */
  async page(
    place: string,
    of: { paths: readonly string[]; names: readonly string[]; query: Record<string, string | number> },
  ): Promise<readonly unknown[] | null> {
    const answer = await firstOf(this.backend, of.paths, of.query)
    const list = listAnswer(answer, of.names)
    if (list === null) this.tell(place, `the answer is no list of ${place} but ${kindOf(answer)}`)
    return list?.items ?? null
  }

  /** Why no more is asked for of one part, or null. */
  full(place: string, count: number): string | null {
    const { items, bytes } = this.limits
    if (count >= items)
      return `the ${place} did not end after ${items.toLocaleString('en')}; what comes after them is not read`
    if (this.file.bytes >= bytes)
      return `more than ${Math.floor(bytes / 2 ** 20)} MiB were answered; what comes after them is not read`
    return null
  }

  /** Puts what could not be asked beside the answers, where its receipt is made from. */
  finish(now: Date): void {
    const { file, problems, absent } = this
    if (problems.length > 0 || file.kept.value('problems') !== null) file.set('problems', problems)
    if (absent.length > 0 || file.kept.value('absent') !== null) file.set('absent', absent)
    file.finish(now)
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof BackendProblem && (error.status === 404 || error.status === 405)

/** The answer at the first of some addresses at which the backend has something. @throws {BackendProblem} */
export async function firstOf(
  backend: AskBackend,
  paths: readonly string[],
  query: Record<string, string | number> = {},
): Promise<unknown> {
  let missing: unknown = null
  for (const path of paths) {
    try {
      return await backend.get(path, query)
    } catch (error) {
      if (!isMissing(error)) throw error
      missing ??= error
    }
  }
  throw missing
}
