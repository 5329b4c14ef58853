import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { LineMiner } from '@/lib/fingerprint/line-miner'
import { wrongUse } from './command-error'
import { decodeChunks } from './decode-chunks'

const CHUNK_BYTES = 1 << 18
/** What of a line is kept: more is read by no rule, and a JSON record has to fit in. */
const LINE_BYTES_MAX = 16_384
const NEWLINE = 0x0a
const CARRIAGE_RETURN = 0x0d

/**
 * Feeds every line of a file, or of stdin for `-`, to a miner. UTF-8 and UTF-16; memory does not grow with the file or
 * with its longest line.
 * @throws {CommandError} exit 2 when the file is missing, a directory, not readable or binary
 */
export async function mineFile(file: string, miner: LineMiner): Promise<void> {
  const stream = file === '-' ? process.stdin : await openFile(file)
  const lines = new LineSplitter((line) => miner.add(line))
  try {
    for await (const chunk of decodeChunks(stream, file)) lines.take(chunk)
  } catch (error) {
    throw readProblem(file, error)
  }
  lines.end()
}

async function openFile(file: string) {
  const about = await stat(file).catch((error: unknown) => {
    throw readProblem(file, error)
  })
  if (about.isDirectory()) throw wrongUse(`${file} is a directory; name a file, or - for standard input.`)
  return createReadStream(file, { highWaterMark: CHUNK_BYTES })
}

function readProblem(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'ENOENT' || code === 'ENOTDIR') return wrongUse(`${file} does not exist.`)
  if (code === 'EACCES' || code === 'EPERM') return wrongUse(`${file} may not be read: permission denied.`)
  return error
}

/** Cuts chunks of UTF-8 into lines; of a longer line only the head is kept. */
class LineSplitter {
  private carried: Buffer[] = []
  private carriedBytes = 0
  private hasOpenLine = false

  constructor(private readonly emit: (line: string) => void) {}

  take(chunk: Buffer): void {
    let start = 0
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      if (this.carriedBytes > 0) {
        this.carry(chunk.subarray(start, end))
        this.emitCarried()
      } else this.emit(textOf(chunk, start, end))
      start = end + 1
    }
    this.hasOpenLine = start < chunk.length || (this.hasOpenLine && start === 0)
    if (start < chunk.length) this.carry(Buffer.from(chunk.subarray(start, start + LINE_BYTES_MAX)))
  }

  /** The last line has no newline when it is not empty. */
  end(): void {
    if (this.hasOpenLine) this.emitCarried()
  }

  private carry(piece: Buffer): void {
    const room = LINE_BYTES_MAX - this.carriedBytes
    if (room <= 0) return
    this.carried.push(piece.subarray(0, room))
    this.carriedBytes += Math.min(room, piece.length)
  }

  private emitCarried(): void {
    const whole = Buffer.concat(this.carried)
    this.carried = []
    this.carriedBytes = 0
    this.emit(textOf(whole, 0, whole.length))
  }
}

/** A text of its own, so that a part of it that is remembered does not keep the chunk in memory. */
function textOf(bytes: Buffer, start: number, end: number): string {
  const stop = end > start && bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end
  return bytes.toString('utf8', start, Math.min(stop, start + LINE_BYTES_MAX))
}
