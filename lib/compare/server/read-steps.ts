import 'server-only'
import { createHash } from 'node:crypto'
import type { Step } from '@/lib/compare/divergence-kind'
import { rootOf, stepForm } from '@/lib/compare/step-form'
import type { Db } from '@/lib/db/client'
import { stepRows } from '@/lib/db/step-pages'

export interface StepSource {
  id: string
  /** Where the agent worked: paths below it are taken relative to it. */
  folder: string | null
}

/** The steps of a session in the order of reading; forms are kept as hashes, so that long inputs take no memory. */
export async function* readSteps(db: Db, session: StepSource, kinds: readonly string[]): AsyncGenerator<Step, void> {
  const root = rootOf(session.folder)
  for await (const row of stepRows(db, session.id, kinds)) {
    const key = createHash('sha256').update(stepForm(row, root)).digest('base64url')
    yield { id: row.id, key, kind: row.kind, tool: row.tool, outcome: row.outcome }
  }
}
