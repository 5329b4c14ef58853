import { type Fields, numberOf, objectOf, textOf } from './fields'
import type { SessionBook, SessionFacts } from './session-book'

/** A fact that stands beside the conversation: a title, a mode, a pull request, the cost so far. */
export function readSideNote(record: Fields, type: string, facts: SessionFacts, book: SessionBook): void {
  switch (type) {
    case 'custom-title':
      book.set(facts, 'customTitle', textOf(record['customTitle']))
      return
    case 'ai-title':
      book.set(facts, 'aiTitle', textOf(record['aiTitle']))
      return
    case 'agent-name':
      book.set(facts, 'agentName', textOf(record['agentName']))
      return
    case 'mode':
      book.set(facts, 'mode', textOf(record['mode']))
      return
    case 'permission-mode':
      book.set(facts, 'permissionMode', textOf(record['permissionMode']))
      return
    case 'pr-link':
      book.addTo(facts, 'pullRequests', textOf(record['prUrl']))
      return
    default:
      facts.cost = costOf(record)
      book.changed(facts)
  }
}

const COST_NUMBERS = [
  'totalCostUSD',
  'totalDuration',
  'totalAPIDuration',
  'totalAPIDurationWithoutRetries',
  'totalToolDuration',
  'totalLinesAdded',
  'totalLinesRemoved',
]
const MODELS_MAX = 20

/** What the program itself counted so far; shown, never added to anything. */
function costOf(record: Fields): Record<string, unknown> {
  const cost: Record<string, unknown> = {}
  for (const name of COST_NUMBERS) {
    const value = numberOf(record[name])
    if (value !== null) cost[name] = value
  }
  const models = Object.entries(objectOf(record['modelUsage']) ?? {}).slice(0, MODELS_MAX)
  cost['models'] = models.map(([model, used]) => ({
    model: model.slice(0, 200).toWellFormed(),
    costUSD: numberOf(objectOf(used)?.['costUSD']),
    outputTokens: numberOf(objectOf(used)?.['outputTokens']),
  }))
  return cost
}
