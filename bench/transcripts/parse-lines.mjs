// The floor under every reader: reads each file and parses each line, and does nothing with it. A process of its own, so
// that it starts as cold as the programs it is compared with.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

const [folder = '.'] = process.argv.slice(2)
let [files, lines, bytes, failed] = [0, 0, 0, 0]
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith('.jsonl')) continue
  files += 1
  const text = readFileSync(path.join(folder, name), 'utf8')
  bytes += Buffer.byteLength(text)
  for (const line of text.split('\n')) {
    if (line === '') continue
    lines += 1
    try {
      JSON.parse(line)
    } catch {
      failed += 1
    }
  }
}
console.log(JSON.stringify({ files, lines, bytes, failed }))
