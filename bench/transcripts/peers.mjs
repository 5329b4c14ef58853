import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const REPORT = {
  ccusage: (version) => [
    ...(Number.parseInt(version, 10) >= 20 ? ['claude'] : []),
    ...['daily', '--json', '--offline', '--breakdown'],
  ],
  tokscale: () => ['models', '--json', '--claude'],
}

/** The counters found in the given folders: name, version, and the arguments of `node` for a report per day or model. */
export function findPeers(folders) {
  return folders.flatMap((folder) =>
    Object.entries(REPORT).flatMap(([name, report]) => {
      const root = path.join(path.resolve(folder), 'node_modules', name)
      if (!existsSync(path.join(root, 'package.json'))) return []
      const { version, bin } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
      const script = path.join(root, typeof bin === 'string' ? bin : bin[name])
      return [{ name, version, args: [script, ...report(version)] }]
    }),
  )
}
