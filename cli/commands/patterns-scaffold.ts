import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import type { Context } from '@/lib/context'
import { ScaffoldRequest } from '@/lib/patterns/report-schema'
import { asPatch } from '@/lib/patterns/scaffold/as-patch'
import {
  type MergedScaffold,
  manifestText,
  mergeScaffold,
  readManifest,
  SCAFFOLD_MANIFEST,
} from '@/lib/patterns/scaffold/merge-scaffold'
import type { ScaffoldFile } from '@/lib/patterns/scaffold/scaffold-input'
import { type CommonFlags, defineCommand, inputOf } from '../define-command'
import { withFleet } from '../open-fleet'
import { print, printJson } from '../output'
import { settlePatterns } from '../settle-patterns'
import { visibleText } from '../visible-text'

interface ScaffoldFlags extends CommonFlags {
  language?: string
  out: string
  patch?: boolean
  top: string
}

/** `pitwall patterns scaffold`: detectors with tests for patterns; running it again changes nothing that was edited. */
export function scaffoldCommand(): Command {
  return defineCommand('scaffold', 'writes detectors with tests for patterns, by default those no rule knows')
    .argument('[ids...]', 'fingerprints; without any, the most frequent that the catalogue does not know')
    .option('--language <language>', 'python or typescript (default: python)')
    .option('--top <n>', 'how many, where none is named', '5')
    .option('--out <folder>', 'where the files go; those that were edited stay', '.')
    .option('--patch', 'print one unified diff instead of writing')
    .action((ids: string[], flags: ScaffoldFlags) =>
      withFleet(flags.fleet, async (ctx) => {
        await settlePatterns(ctx)
        const wanted = ids.length > 0 ? ids : await uncaught(ctx, Number(flags.top))
        if (wanted.length === 0) return print('The catalogue knows every pattern.')
        const generated: ScaffoldFile[] = []
        for (const id of wanted) generated.push(...(await filesFor(ctx, id, flags.language)))
        tell(merged(flags.out, generated), flags)
      }),
    )
}

async function uncaught({ db }: Context, top: number): Promise<string[]> {
  const rows = await db.pattern.findMany({
    where: { rule: null },
    orderBy: [{ occurrences: 'desc' }, { id: 'asc' }],
    take: Number.isInteger(top) && top > 0 ? Math.min(top, 100) : 5,
    select: { id: true },
  })
  return rows.map(({ id }) => id)
}

async function filesFor(ctx: Context, id: string, language: string | undefined): Promise<ScaffoldFile[]> {
  const { getScaffold } = await import('@/lib/patterns/server/get-scaffold')
  return (await getScaffold(ctx, inputOf(ScaffoldRequest, { id, language }))).files
}

function merged(out: string, generated: readonly ScaffoldFile[]): MergedScaffold {
  const read = (file: string) => (existsSync(path.join(out, file)) ? readFileSync(path.join(out, file), 'utf8') : null)
  const existing = new Map(
    generated.flatMap((file) => {
      const text = read(file.path)
      return text === null ? [] : [[file.path, text] as const]
    }),
  )
  return mergeScaffold(existing, generated, readManifest(read(SCAFFOLD_MANIFEST)))
}

function tell({ files, manifest }: MergedScaffold, { out, patch, json }: ScaffoldFlags): void {
  const list = path.join(out, SCAFFOLD_MANIFEST)
  const before = existsSync(list) ? readFileSync(list, 'utf8') : null
  const all = [...files, { path: SCAFFOLD_MANIFEST, before, text: manifestText(manifest) }]
  if (patch === true) {
    print(asPatch(all).replace(/\n$/, ''))
    return
  }
  for (const file of all) {
    if (file.before === file.text) continue
    mkdirSync(path.dirname(path.join(out, file.path)), { recursive: true })
    writeFileSync(path.join(out, file.path), file.text)
  }
  if (json === true) printJson({ files: files.map(({ path: name, action }) => ({ path: name, action })) })
  else for (const { path: name, action } of files) print(`${action.padEnd(9)}  ${visibleText(path.join(out, name))}`)
}
