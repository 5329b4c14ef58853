import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { testFolder } from '@/lib/testing/test-db'
import { crashesInARow, restartDelay } from './backoff'
import { buildSources, buildStamp } from './build-stamp'
import { claimPort } from './port'
import { listeningSockets, lsofHolder, portHolder } from './port-holder'

describe('restarts', () => {
  it('wait half a second, then twice as long, at most ten seconds', () => {
    expect([1, 2, 3, 4, 5, 6, 50].map(restartDelay)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000])
  })
  it('forget earlier crashes after half a minute of running', () => {
    expect(crashesInARow(4, 100)).toBe(5)
    expect(crashesInARow(4, 30_000)).toBe(1)
  })
})

describe('the stamp of a build', () => {
  function program() {
    const root = testFolder()
    for (const [name, text] of Object.entries({
      'app/page.tsx': 'a',
      'lib/runs/x.ts': 'b',
      'lib/runs/x.test.ts': 'c',
      'lib/db/generated/client.ts': 'd',
      'package.json': '{}',
      'README.md': 'e',
    })) {
      mkdirSync(path.dirname(path.join(root, name)), { recursive: true })
      writeFileSync(path.join(root, name), text)
    }
    return root
  }

  it('covers sources, not tests, not generated files, not documents', () => {
    expect(buildSources(program())).toEqual(['app/page.tsx', 'lib/runs/x.ts', 'package.json'])
  })
  it('changes with contents and names, and with nothing else', () => {
    const root = program()
    const before = buildStamp(root)
    expect(buildStamp(program())).toBe(before)
    writeFileSync(path.join(root, 'lib/runs/x.test.ts'), 'changed')
    expect(buildStamp(root)).toBe(before)
    writeFileSync(path.join(root, 'lib/runs/x.ts'), 'changed')
    expect(buildStamp(root)).not.toBe(before)
  })
})

describe('a taken port', () => {
  const TABLE = [
    '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    '   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4242 1 0 100 0 0 10 0',
    '   1: 0100007F:0BB8 0100007F:C000 01 00000000:00000000 00:00000000 00000000     0        0 4243 1 0 20 4 30 10 -1',
    '',
  ].join('\n')

  it('is found in the table of sockets that listen', () => {
    expect(listeningSockets(TABLE, 3000)).toEqual(['4242'])
    expect(listeningSockets(TABLE, 3001)).toEqual([])
    expect(listeningSockets('', 3000)).toEqual([])
  })
  it('is found in what lsof prints', () => {
    expect(lsofHolder('p123\ncnode\nf20\n')).toBe('node (process 123)')
    expect(lsofHolder('')).toBeNull()
  })
  it('is refused with who holds it and a free one', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const address = server.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(claimPort('127.0.0.1', port)).rejects.toThrow(
      /^Port \d+ is taken by .+\. Port \d+ is free: --port \d+$/,
    )
    if (process.platform === 'linux') expect(portHolder(port)).toContain(`(process ${process.pid})`)
    expect(await claimPort('127.0.0.1', 0)).toBeGreaterThan(0)
  })
})
