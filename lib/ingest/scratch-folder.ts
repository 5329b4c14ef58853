import 'server-only'
import path from 'node:path'

let made = 0

/** A name for a folder that nobody else uses; what is left in it is removed by the next import. */
export function scratchFolder({ dataDir, now }: { dataDir: string; now: () => Date }): string {
  made += 1
  return path.join(dataDir, 'staging', `${process.pid}-${now().getTime().toString(36)}-${made}`)
}
