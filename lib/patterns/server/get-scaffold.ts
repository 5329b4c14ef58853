import 'server-only'
import type { Context } from '@/lib/context'
import { newestMessages, templatesWith } from '@/lib/db/pattern-parts'
import { catalogueEntry } from '@/lib/fingerprint/catalogue/catalogue'
import type { ScaffoldReply, ScaffoldRequest } from '../report-schema'
import { asPatch } from '../scaffold/as-patch'
import { scaffoldFiles } from '../scaffold/scaffold-files'
import type { ScaffoldInput } from '../scaffold/scaffold-input'
import { findPattern } from './get-pattern'
import { summaryOf } from './pattern-wire'

const SAMPLES = 20
const OTHERS = 10
const WORD = /[\p{L}\p{N}_]{4,}/gu

/** A detector for one pattern with its test, backlog and registry entry, as files and as a patch. @throws not_found */
export async function getScaffold(ctx: Context, { id, language }: ScaffoldRequest): Promise<ScaffoldReply> {
  const files = scaffoldFiles(await scaffoldInput(ctx, id), language)
  const patch = asPatch(files.map((file) => ({ ...file, before: null })))
  return { patternId: id, language, files, patch }
}

async function scaffoldInput({ db, now }: Context, id: string): Promise<ScaffoldInput> {
  const row = await findPattern(db, id)
  const pattern = await summaryOf(db, row, now)
  const entry = catalogueEntry(row.rule ?? '')
  const words = [...new Set(row.template.match(WORD) ?? [])].sort((a, b) => b.length - a.length).slice(0, 4)
  // What is worded alike is what a detector may take for it.
  const near = await templatesWith(db, row.id, words, OTHERS)
  const others = await Promise.all(near.map(({ id: other }) => newestMessages(db, other, 1)))
  return {
    ...{ id: row.id, fingerprint: row.id, template: pattern.template, title: row.title, errorType: row.errorType },
    cause: pattern.cause,
    catalogue: entry ? { means: entry.means, helps: entry.helps } : null,
    ...{ occurrences: row.occurrences, runs: row.runs, sessions: row.sessions },
    ...{ firstSeenAt: pattern.firstSeenAt ?? '', lastSeenAt: pattern.lastSeenAt ?? '' },
    samples: await newestMessages(db, row.id, SAMPLES),
    autopackSignatures: pattern.autopackSignatures,
    others: others.flat(),
  }
}
