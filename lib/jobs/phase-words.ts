import { formatBytes, formatInteger } from '@/lib/time/format-quantity'
import { keyWords } from './data-facts'
import type { JobPhaseWire } from './part-schema'

/** What the cells of a phase say. Pure text, drawn elsewhere. */

/** The source's own number, else its place in the run, else a dash. */
export function phaseNumber({ number, index }: Pick<JobPhaseWire, 'number' | 'index'>): string {
  return number ?? (index === null ? '–' : String(index))
}

/** "commands ok 12, commands failed 1"; null when no tool calls were recorded. */
export function toolWords({ toolOutcomes }: Pick<JobPhaseWire, 'toolOutcomes'>): string | null {
  if (toolOutcomes === null) return null
  const some = Object.entries(toolOutcomes).filter(([, count]) => count !== 0)
  if (some.length === 0) return 'none'
  return some.map(([name, count]) => `${keyWords(name)} ${formatInteger(count)}`).join(', ')
}

/** Whether the output was written, which is not known where nothing says so. */
export function fileText({ fileWritten, fileBytes }: Pick<JobPhaseWire, 'fileWritten' | 'fileBytes'>): string {
  if (fileWritten === null) return 'not known'
  if (!fileWritten) return 'not written'
  return fileBytes === null ? 'written' : `written, ${formatBytes(fileBytes)}`
}
