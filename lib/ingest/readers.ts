import 'server-only'
import { autopackReader } from '@/lib/sources/autopack/autopack-reader'
import { modelSelectionsReader } from '@/lib/sources/autopack/model-selections-reader'
import { claudeCodeReader } from '@/lib/sources/claude-code/claude-code-reader'
import { codexReader } from '@/lib/sources/codex/codex-reader'
import type { DocumentReader, FolderReader, JsonlReader, SqliteReader } from '@/lib/sources/reader'

/** Every reader, asked in this order. One more format is one more line. */
export const sqliteReaders: readonly SqliteReader[] = [autopackReader]
export const jsonlReaders: readonly JsonlReader[] = [modelSelectionsReader, claudeCodeReader, codexReader]
/** Asked about a text that no reader of lines knows. */
export const documentReaders: readonly DocumentReader[] = []
/** Asked first which folders they make one thing of. */
export const folderReaders: readonly FolderReader[] = []
