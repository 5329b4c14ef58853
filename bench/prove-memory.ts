// How much memory the import of one large session holds at most, for several shapes of session.
// Usage: npm run prove:memory -- [--gb 2.1] [--shape answers|failing-calls|codex]
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { importPeak } from '@/lib/testing/import-peak'
import { LARGE_SHAPES, writeLargeTranscript } from '@/lib/testing/large-transcript'

const LIMIT_KB = 300_000

const { values } = parseArgs({ options: { gb: { type: 'string', default: '2.1' }, shape: { type: 'string' } } })
const shapes = LARGE_SHAPES.filter((shape) => values.shape === undefined || values.shape === shape)
if (shapes.length === 0) {
  console.error(`A shape is one of ${LARGE_SHAPES.join(', ')}.`)
  process.exit(2)
}

let failed = false
for (const shape of shapes) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pitwall-memory-'))
  try {
    const file = path.join(folder, 'session.jsonl')
    const responses = writeLargeTranscript(file, shape, Number(values.gb) * 1e9)
    const { peakKb, events, seconds } = await importPeak(file, `file:${path.join(folder, 'pitwall.db')}`)
    const isGood = events === responses && peakKb < LIMIT_KB
    failed ||= !isGood
    console.log(
      `${shape}: ${values.gb} GB, ${events} of ${responses} responses, peak ${peakKb} kB, ${Math.round(seconds)} s${isGood ? '' : '  TOO MUCH'}`,
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
process.exit(failed ? 1 : 0)
