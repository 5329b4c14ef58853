import 'server-only'
import { request } from 'undici'
import type { BackendKey } from './backend-key'
import { BackendProblem } from './backend-problem'
import type { Connection } from './connection'
import { connectionProblem, isTransient } from './connection-problem'
import { parseAnswer } from './parse-answer'
import { ACCEPTED_ENCODINGS, type BodyLimits, readBody } from './read-body'
import { redirectProblem, statusProblem, waitBefore } from './status-problem'

const MIB = 2 ** 20

export interface AskLimits extends BodyLimits {
  /** Until an answer begins, and between two parts of it. */
  idleMs: number
  /** One answer, from the request to its end. */
  answerMs: number
  /** All that one import asks. */
  totalMs: number
  totalBytes: number
  /** Tries after the first, of what may go better the next time. */
  retries: number
  /** A backend that wants a longer pause is not waited for. */
  pauseMs: number
}

export const ASK_LIMITS: AskLimits = {
  bodyBytes: 64 * MIB,
  ratio: 100,
  ratioFrom: 4 * MIB,
  idleMs: 30_000,
  answerMs: 180_000,
  totalMs: 2 * 3_600_000,
  totalBytes: 4_096 * MIB,
  retries: 3,
  pauseMs: 60_000,
}

export interface AskedOf {
  connection: Connection
  base: string
  key: BackendKey
  limits: AskLimits
  now: () => Date
  sleep: (ms: number) => Promise<void>
  /** Told of every request and of every part of an answer. */
  onProgress: (progress: { asking: string; requests: number; bytes: number }) => void
}

type Query = Record<string, string | number>
type Outcome = { answer: unknown } | { problem: BackendProblem; waitMs: number | null }

const REDIRECTS_MAX = 3
const FRUITLESS_MAX = 3

/** Asks one backend for JSON, one request after the other, within limits that no answer can stretch. */
export class AskBackend {
  private requests = 0
  private bytes = 0
  private fruitless = 0
  private readonly startedMs: number

  constructor(private readonly of: AskedOf) {
    this.startedMs = of.now().getTime()
  }

  /**
   * The parsed answer to a GET below the base. What may go better is tried again after a pause.
   * @throws {BackendProblem} in words for the operator
   */
  async get(path: string, query: Query = {}): Promise<unknown> {
    const url = new URL(`${this.of.base}${path}`)
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value))
    for (let tries = 0; ; tries += 1) {
      this.checkTotals()
      const outcome = await this.once(url, tries, REDIRECTS_MAX)
      if ('answer' in outcome) {
        this.fruitless = 0
        return outcome.answer
      }
      if (outcome.waitMs === null || tries >= this.of.limits.retries) throw this.counted(outcome.problem)
      await this.of.sleep(outcome.waitMs)
    }
  }

  /** A backend of which nothing usable comes any more is not asked on and on. That it has nothing somewhere does not count. */
  private counted(problem: BackendProblem): BackendProblem {
    if (problem.status !== 404 && problem.status !== 405) this.fruitless += 1
    if (problem.isFinal || this.fruitless < FRUITLESS_MAX) return problem
    const said = `${problem.message} ${FRUITLESS_MAX} requests in a row had no answer that can be used, so no more were made.`
    return new BackendProblem(said, problem.status, true)
  }

  async close(): Promise<void> {
    await this.of.connection.dispatcher.destroy()
  }

  private checkTotals(): void {
    const { limits, now, connection } = this.of
    if (now().getTime() - this.startedMs > limits.totalMs)
      throw new BackendProblem(
        `${connection.origin} was asked for ${inWords(limits.totalMs)} and has not come to an end. What was read is kept; import again to go on.`,
        null,
        true,
      )
    if (this.bytes > limits.totalBytes)
      throw new BackendProblem(
        `${connection.origin} has sent more than ${Math.floor(limits.totalBytes / MIB).toLocaleString('en')} MiB. What was read is kept; import again to go on.`,
        null,
        true,
      )
  }

  private async once(url: URL, tries: number, redirects: number): Promise<Outcome> {
    const { connection, key, limits } = this.of
    const what = `GET ${url.href.slice(0, 500)}`
    const watch = new Watch(limits, what)
    this.requests += 1
    this.tell(url)
    try {
      const { statusCode, headers, body } = await request(url, {
        dispatcher: connection.dispatcher,
        signal: watch.signal,
        headersTimeout: 0,
        bodyTimeout: 0,
        headers: {
          accept: 'application/json',
          'accept-encoding': ACCEPTED_ENCODINGS,
          'user-agent': 'pitwall',
          ...(key.value !== null && { authorization: `Bearer ${key.value}` }),
        },
      })
      // Whatever is not read of an answer ends with its connection; that is no fault.
      body.on('error', () => {})
      watch.touch()
      const one = (name: string) => String(headers[name] ?? '').trim()
      if (statusCode >= 300 && statusCode < 400) {
        body.destroy()
        const next = redirectTarget(url, one('location'), redirects)
        return typeof next === 'string'
          ? { problem: new BackendProblem(next, statusCode, true), waitMs: null }
          : await this.once(next, tries, redirects - 1)
      }
      const isGood = statusCode >= 200 && statusCode < 300
      const onBytes = (bytes: number) => {
        watch.touch()
        this.bytes += bytes
        this.tell(url)
      }
      const encoding = one('content-encoding').toLowerCase()
      const size = isGood ? limits : { ...limits, bodyBytes: 65_536 }
      const reading = readBody(body, { encoding, what, limits: size, onBytes })
      // What an error says of itself is worth reading only when it is short and whole.
      const text = this.withoutKey(isGood ? await reading : await reading.catch(() => ''))
      if (isGood) return { answer: parseAnswer(text, what, one('content-type')) }
      const waitMs = waitBefore(statusCode, one('retry-after'), tries, this.of.now())
      const problem = statusProblem(statusCode, { what, text, key, waitMs, pauseMs: limits.pauseMs })
      return { problem, waitMs: waitMs === null || waitMs > limits.pauseMs ? null : waitMs }
    } catch (error) {
      if (watch.problem) return { problem: watch.problem, waitMs: null }
      if (error instanceof BackendProblem) return { problem: error, waitMs: null }
      const problem = connectionProblem(error, connection.origin, connection.proxy)
      return { problem, waitMs: isTransient(error) ? 1_000 * 2 ** tries : null }
    } finally {
      watch.end()
    }
  }

  /** A backend may send the key back; it is kept nowhere. */
  private withoutKey(text: string): string {
    const { value } = this.of.key
    return value !== null && text.includes(value) ? text.replaceAll(value, '[key removed]') : text
  }

  private tell({ pathname }: URL): void {
    this.of.onProgress({ asking: pathname, requests: this.requests, bytes: this.bytes })
  }
}

/** Where a redirect leads, when that is the same backend; else why it is not followed. */
function redirectTarget(from: URL, location: string, left: number): URL | string {
  const to = URL.canParse(location, from) ? new URL(location, from) : null
  if (to?.origin === from.origin && left > 0) return to
  return redirectProblem(from, to, location)
}

const inWords = (ms: number) => (ms >= 120_000 ? `${Math.round(ms / 60_000)} minutes` : `${ms / 1_000} s`)

/** Ends a request that takes too long, and says in which way. */
class Watch {
  private readonly controller = new AbortController()
  private readonly whole: NodeJS.Timeout
  private idle: NodeJS.Timeout
  private begun = false
  problem: BackendProblem | null = null

  constructor(
    private readonly limits: AskLimits,
    private readonly what: string,
  ) {
    this.whole = setTimeout(
      () => this.stop(`was not answered to its end within ${inWords(limits.answerMs)}`),
      limits.answerMs,
    )
    this.idle = this.waiting()
  }

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Something came. */
  touch(): void {
    clearTimeout(this.idle)
    this.begun = true
    this.idle = this.waiting()
  }

  end(): void {
    clearTimeout(this.whole)
    clearTimeout(this.idle)
  }

  private waiting(): NodeJS.Timeout {
    const { idleMs } = this.limits
    const said = this.begun ? 'was answered in part, and then nothing came for' : 'was not answered for'
    return setTimeout(() => this.stop(`${said} ${inWords(idleMs)}`), idleMs)
  }

  private stop(said: string): void {
    this.problem = new BackendProblem(`${this.what} ${said}; it was given up.`)
    this.controller.abort()
  }
}
