import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const PITWALL = fileURLToPath(new URL('../../bin/pitwall.mjs', import.meta.url))
/** Says at the end how much memory the process held at most; in KiB, as the system counts. */
const TELL_PEAK =
  'data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak "+process.resourceUsage().maxRSS))'

export interface ImportPeak {
  peakKb: number
  events: number
  seconds: number
}

/** Runs `pitwall import` as its own process. @throws with what it said when it fails */
export async function importPeak(file: string, url: string): Promise<ImportPeak> {
  // The first start after a change prepares the program: that is no part of an import.
  await once(spawn(process.execPath, [PITWALL, '--version'], { stdio: 'ignore' }), 'exit')
  const started = performance.now()
  const child = spawn(process.execPath, ['--import', TELL_PEAK, PITWALL, 'import', file, '--db', url, '--json'])
  const said = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      said[name] += chunk.toString()
    })
  const [code] = (await once(child, 'close')) as [number | null]
  const peak = /peak (\d+)$/.exec(said.stderr)?.[1]
  if (code !== 0 || peak === undefined) throw new Error(`the import ended with ${code}: ${said.stderr.slice(-2_000)}`)
  const { files } = JSON.parse(said.stdout) as { files: [{ rows: { usageEvents: number } }] }
  return { peakKb: Number(peak), events: files[0].rows.usageEvents, seconds: (performance.now() - started) / 1_000 }
}
