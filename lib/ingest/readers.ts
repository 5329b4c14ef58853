import 'server-only'
import { autopackReader } from '@/lib/sources/autopack/autopack-reader'
import { autopackComparisonReader } from '@/lib/sources/autopack/comparison-reader'
import { autopackErrorReportReader } from '@/lib/sources/autopack/error-report-reader'
import { autopackLogReader } from '@/lib/sources/autopack/executor-log-reader'
import { modelSelectionsReader } from '@/lib/sources/autopack/model-selections-reader'
import { claudeCodeReader } from '@/lib/sources/claude-code/claude-code-reader'
import { codexReader } from '@/lib/sources/codex/codex-reader'
import { interllmErrorlogReader } from '@/lib/sources/interllm/interllm-errorlog-reader'
import { interllmOutputsReader } from '@/lib/sources/interllm/interllm-outputs-reader'
import { interllmRunReader } from '@/lib/sources/interllm/interllm-run-reader'
import { obraConsoleReader } from '@/lib/sources/obra/console-log-reader'
import { obraDatabaseReader } from '@/lib/sources/obra/obra-database-reader'
import { obraRunLogReader } from '@/lib/sources/obra/run-log-reader'
import { pitwallReader } from '@/lib/sources/pitwall/pitwall-reader'
import type { DocumentReader, FolderReader, JsonlReader, SqliteReader, TextReader } from '@/lib/sources/reader'
import { apiAnswerReader } from '@/lib/sources/reev/api-answer-reader'
import { benchmarkReader } from '@/lib/sources/reev/benchmark-reader'
import { cliSessionsReader } from '@/lib/sources/reev/cli-sessions-reader'
import { flowReader } from '@/lib/sources/reev/flow-reader'
import { reevDatabaseReader } from '@/lib/sources/reev/reev-database-reader'
import { sessionFileReader } from '@/lib/sources/reev/session-file-reader'
import { traceReader } from '@/lib/sources/reev/trace-reader'
import { inspectEvalReader } from '@/lib/sources/results/inspect-readers'
import { resultsJsonlReader } from '@/lib/sources/results/json-rows-reader'
import { predictionsReader } from '@/lib/sources/results/predictions-reader'
import { resultsDocumentReaders } from '@/lib/sources/results/results-document-readers'
import { synthBackendReader } from '@/lib/sources/synth/backend-reader'
import { gepaEvidenceReader } from '@/lib/sources/synth/gepa-evidence-reader'
import { oneShotReader } from '@/lib/sources/synth/oneshot-reader'
import { synthAnswersReader } from '@/lib/sources/synth/synth-answers-reader'
import { synthReportReader } from '@/lib/sources/synth/synth-report-reader'

/** Every reader, asked in this order: the particular before the general. One more format is one more line. */
export const sqliteReaders: readonly SqliteReader[] = [autopackReader, obraDatabaseReader, reevDatabaseReader]
export const jsonlReaders: readonly JsonlReader[] = [
  pitwallReader,
  modelSelectionsReader,
  obraRunLogReader,
  claudeCodeReader,
  codexReader,
  traceReader,
  predictionsReader,
  // Last, for it also knows predictions and other rows with an item.
  resultsJsonlReader,
]
/** Logs in plain text; asked before any reader of documents, for a log may be too long to be read as a whole. */
export const textReaders: readonly TextReader[] = [autopackLogReader]
/** Asked about a text that no reader of lines knows, and first about a file named `.json`. */
export const documentReaders: readonly DocumentReader[] = [
  cliSessionsReader,
  sessionFileReader,
  apiAnswerReader,
  synthAnswersReader,
  flowReader,
  benchmarkReader,
  autopackComparisonReader,
  autopackErrorReportReader,
  ...resultsDocumentReaders,
  synthReportReader,
  interllmErrorlogReader,
  obraConsoleReader,
]
/** Asked first which folders they make one thing of. */
export const folderReaders: readonly FolderReader[] = [
  gepaEvidenceReader,
  interllmRunReader,
  interllmOutputsReader,
  oneShotReader,
  inspectEvalReader,
]
/** Of answers that were asked for, each known for what it is. */
export const backendReaders: readonly { system: string; parserVersion: number }[] = [synthBackendReader]
