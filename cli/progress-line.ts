import type { ImportProgress } from '@/lib/imports/schema'
import { bytes, count, seconds } from './amounts'
import { cutText } from './table'
import { visibleText } from './visible-text'

const LINE_EVERY_MS = 2_000
const TERMINAL_EVERY_MS = 100

/** Progress in words: files, bytes, rate, time left and the file in hand. */
export function progressText(state: ImportProgress): string {
  const parts = [
    `${count(state.filesDone)} of ${count(state.filesTotal)} files`,
    `${bytes(state.bytesDone)} of ${bytes(state.bytesTotal)}`,
    ...(state.bytesPerSecond === null ? [] : [`${bytes(state.bytesPerSecond)}/s`]),
    ...(state.secondsLeft === null ? [] : [`${seconds(state.secondsLeft)} left`]),
    ...(state.current === null ? [] : [visibleText(state.current.split('/').at(-1) ?? '')]),
  ]
  return parts.join(' · ')
}

/** One line that is rewritten on a terminal; elsewhere a line every two seconds. All of it on stderr. */
export class ProgressLine {
  private shownMs = Number.NEGATIVE_INFINITY
  private readonly onTerminal = process.stderr.isTTY === true
  private open = false

  show(state: ImportProgress): void {
    this.say(() => progressText(state))
  }

  /** Shows a text of its own, made only when its turn has come. */
  say(textNow: () => string): void {
    const nowMs = performance.now()
    if (this.shownMs === Number.NEGATIVE_INFINITY && !this.onTerminal) this.shownMs = nowMs
    if (nowMs - this.shownMs < (this.onTerminal ? TERMINAL_EVERY_MS : LINE_EVERY_MS)) return
    this.shownMs = nowMs
    const text = textNow()
    if (!this.onTerminal) {
      process.stderr.write(`${text}\n`)
      return
    }
    this.open = true
    process.stderr.write(`\r\u001b[K${cutText(text, (process.stderr.columns ?? 80) - 1)}`)
  }

  end(): void {
    if (this.open) process.stderr.write('\r\u001b[K')
    this.open = false
  }
}
