import { inBatches } from '@/lib/sources/document-batches'
import type { DocumentReader } from '@/lib/sources/reader'
import { readReport, reportHead, reportTime } from './text-report'

/** The text report that the synth-ai client writes beside a job's configuration when the job has ended. */
export const synthReportReader: DocumentReader = {
  system: 'synth',
  parserVersion: 1,

  detect(document) {
    if (!/\.(?:txt|log|md)$/i.test(document.path)) return null
    const head = reportHead(document.text())
    return head ? { systemVersion: `${head.algorithm} report` } : null
  },

  latestAt: (document) => reportTime(document.text()),

  read: (document, cursor) => inBatches(readReport(document.text(), { ref: 'report' }), cursor),
}
