import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { memoryDocument, ofKind, readDocument } from '@/lib/testing/memory-source'
import { REAL_DATA } from '@/lib/testing/test-db'
import { sessionFileReader } from './session-file-reader'

test.skipIf(!REAL_DATA)('the real session file: succeeded with score 1 in 37 s, one step', () => {
  const name = 'session_057d2e4a-f687-469f-8885-ad57759817c0.json'
  const text = readFileSync(path.join(REAL_DATA ?? '', 'seeds/reev/crates/reev-api/tests', name), 'utf8')
  const { records, rejected, unparsed } = readDocument(sessionFileReader, memoryDocument(name, text))
  expect([rejected, unparsed]).toEqual([[], []])
  expect(ofKind(records, 'run')).toMatchObject([
    {
      runKey: '057d2e4a-f687-469f-8885-ad57759817c0',
      status: 'succeeded',
      startedAt: '2025-10-30T03:43:41.000Z',
      endedAt: '2025-10-30T03:44:18.000Z',
      goal: 'Please send 0.1 SOL to the recipient (RECIPIENT_WALLET_PUBKEY).',
      flags: ['tokens_unknown', 'score_binary', 'duration_second_resolution'],
    },
  ])
  expect(ofKind(records, 'phase')).toMatchObject([{ phaseKey: 'step-1', status: 'succeeded' }])
})
