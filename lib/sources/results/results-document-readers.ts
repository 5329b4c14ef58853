import type { DocumentReader } from '@/lib/sources/reader'
import { aiderResultReader, aiderYamlReader } from './aider-readers'
import { resultsCsvReader } from './csv-reader'
import { inspectJsonReader } from './inspect-readers'
import { resultsJsonReader } from './json-rows-reader'
import { leaderboardReader } from './leaderboard-reader'
import { miniTrajectoryReader } from './mini-trajectory-reader'
import { sweAgentReader } from './swe-agent-reader'
import { sweReportReader } from './swe-report-reader'
import { sweRunReportReader } from './swe-run-report-reader'
import { terminalBenchReader } from './terminal-bench-reader'

/** Readers of whole documents with results, in the order in which they are asked: the particular before the general. */
export const resultsDocumentReaders: readonly DocumentReader[] = [
  leaderboardReader,
  sweReportReader,
  sweRunReportReader,
  inspectJsonReader,
  terminalBenchReader,
  aiderResultReader,
  miniTrajectoryReader,
  sweAgentReader,
  resultsJsonReader,
  aiderYamlReader,
  resultsCsvReader,
]
