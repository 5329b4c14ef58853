import { isObject } from '@/lib/sources/codex/json-value'
import { inBatches } from '@/lib/sources/document-batches'
import { timeFromText } from '@/lib/sources/json-cells'
import type { Document, DocumentReader } from '@/lib/sources/reader'
import { savedAnswer } from './saved-answer'

const HEAD_MAX = 20_000
/** A field that every known form has near its beginning; saves parsing what is another system's. */
const HINT =
  /"(?:job_id|run_number|metric_type|session_id|seq|points|phase|config_body|id|type|name|experiments|events|jobs|runs|timeline|rollout_dir)"\s*:/
const TIME_FIELDS = ['updated_at', 'ended_at', 'timestamp', 'created_at', 'finished_at', 'completed_at', 'exceeded_at']

/** Saved answers of the synth-ai backend and the JSON files that its clients write: one file, one answer. */
export const synthAnswersReader: DocumentReader = {
  system: 'synth',
  parserVersion: 1,

  detect(document) {
    if (!looksLikeJson(document)) return null
    const answer = savedAnswer(document.json(), { path: document.path })
    return answer ? { systemVersion: answer.kind } : null
  },

  latestAt: (document) => latestTime(document.json()),

  read(document, cursor) {
    const answer = savedAnswer(document.json(), { path: document.path })
    return inBatches(answer?.read() ?? [], cursor)
  },
}

/** By the name and the first characters, before anything is parsed. */
export function looksLikeJson(document: Document): boolean {
  if (!/\.json$|\/[^/.]+$/i.test(`/${document.path}`)) return false
  const head = document.text().slice(0, HEAD_MAX)
  return /^\uFEFF?\s*[[{]/.test(head) && HINT.test(head)
}

/** The latest time that a value states of itself or of its parts, two levels deep; null when it states none. */
export function latestTime(value: unknown, depth = 3): string | null {
  let latest: string | null = null
  const take = (time: string | null) => {
    if (time !== null && (latest === null || time > latest)) latest = time
  }
  if (Array.isArray(value)) {
    for (const item of value) if (depth > 0 && typeof item === 'object') take(latestTime(item, depth - 1))
  } else if (isObject(value)) {
    for (const name of TIME_FIELDS) {
      const text = Object.hasOwn(value, name) ? value[name] : null
      if (typeof text === 'string') take(timeFromText(text)?.iso ?? null)
    }
    for (const item of Object.values(value))
      if (depth > 0 && typeof item === 'object') take(latestTime(item, depth - 1))
  }
  return latest
}
