import 'server-only'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { RowStatement, Statement } from './statement'

/** What is sent is written and forgotten at once: more room would only be filled before it is tidied. */
const YOUNG_MB = 8

interface Waiting {
  resolve: () => void
  reject: (error: Error) => void
}

/**
 * Writes large batches into one SQLite file from a thread of its own, each in one transaction, in the order they are
 * given: while one is written, the next one can be read. Nothing is written before its promise is fulfilled, and an
 * error is the one that the database gave.
 */
export class BatchWriter {
  private thread: Worker | null = null
  private readonly waiting: Waiting[] = []

  constructor(
    private readonly file: string,
    private readonly pragmas: readonly string[],
  ) {}

  /** @throws what the first failing statement threw; nothing of the batch is then written */
  write(statements: readonly (Statement | RowStatement)[]): Promise<void> {
    return this.send(statements)
  }

  /** Whether something that was given is not written yet. */
  get isBusy(): boolean {
    return this.waiting.length > 0
  }

  async close(): Promise<void> {
    if (!this.thread) return
    await this.send(null)
    this.thread = null
  }

  private send(message: unknown): Promise<void> {
    const thread = this.thread ?? this.start()
    // Only a batch under way keeps the process alive.
    thread.ref()
    return new Promise<void>((resolve, reject) => {
      this.waiting.push({ resolve, reject })
      thread.postMessage(message)
    })
  }

  private start(): Worker {
    const here = path.dirname(fileURLToPath(import.meta.url))
    const thread = new Worker(path.join(here, 'batch-writer-thread.mjs'), {
      workerData: { file: this.file, pragmas: this.pragmas },
      // What the process was started with (a loader, a profiler) is not meant for it.
      execArgv: [],
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    })
    thread.on('message', (fault: { message: string; code?: string } | null) => {
      const first = this.waiting.shift()
      if (this.waiting.length === 0) thread.unref()
      if (fault === null) first?.resolve()
      else first?.reject(Object.assign(new Error(fault.message), fault.code !== undefined && { code: fault.code }))
    })
    thread.on('error', (error) => this.fail(thread, error))
    thread.on('exit', () => this.fail(thread, new Error('the thread that writes has ended')))
    this.thread = thread
    return thread
  }

  private fail(thread: Worker, error: Error): void {
    // One that was closed has nothing left to do; what waits now waits for the next one.
    if (this.thread !== thread) return
    this.thread = null
    for (const { reject } of this.waiting.splice(0)) reject(error)
  }
}
