import 'server-only'
import { isObject } from '@/lib/sources/codex/json-value'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { LIST_NAMES } from '@/lib/sources/synth/backend-reader'
import { isMissing, type PartsAsked } from './ask-parts'

/**
 * Asks for all sessions; limits and usage only of those that are not as they were: what a session has used stands in its
 * record, so that one that used more is another one.
 */
export async function askSessions(asked: PartsAsked): Promise<void> {
  await asked.part('sessions', async () => {
    for (const session of await listSessions(asked)) await askSession(asked, session)
  })
}

async function listSessions(asked: PartsAsked): Promise<Record<string, unknown>[]> {
  const sessions = new Map<string, Record<string, unknown>>()
  let broken = 0
  for (let offset = 0; ; ) {
    const query = { limit: asked.limits.page, offset }
    const items = await asked.page('sessions', { paths: ['/sessions'], names: LIST_NAMES.sessions, query })
    const before = sessions.size
    for (const item of items ?? []) {
      const key = isObject(item) ? new JsonCells(item).key('session_id', 'id') : null
      if (key === null || !isObject(item)) broken += 1
      else sessions.set(key, item)
    }
    if (items === null || sessions.size === before) {
      if (items !== null && items.length >= asked.limits.page && offset > 0)
        asked.tell('sessions', 'the backend answers with the same sessions again; no more are asked for')
      break
    }
    if (sessions.size >= asked.limits.things) {
      asked.tell(
        'sessions',
        `there are more than ${asked.limits.things.toLocaleString('en')} sessions; the others are not read`,
      )
      break
    }
    offset += items.length
  }
  if (broken > 0) asked.tell('sessions', `${broken.toLocaleString('en')} of the sessions are no sessions with an id`)
  return [...sessions.values()]
}

async function askSession(asked: PartsAsked, session: Record<string, unknown>): Promise<void> {
  const key = new JsonCells(session).key('session_id', 'id') ?? ''
  const part = `session/${key}`
  const known = new JsonCells(asked.file.kept.value(part))
  if (known.raw('isWhole') === true && jsonText(known.raw('session')) === jsonText(session)) return
  const problems = asked.problems.length
  const path = `/sessions/${encodeURIComponent(key)}`
  const full = asked.full('sessions', 0)
  if (full) return asked.tell('sessions', full)
  let limits: unknown = null
  if (!Array.isArray(session['limits'])) {
    await asked.part(`${part}/limits`, async () => {
      limits = (await orNothing(() => asked.backend.get(`${path}/limits`))) ?? null
    })
  }
  const usage: unknown[] = []
  await asked.part(`${part}/usage`, () => orNothing(() => askUsage(asked, { part, path, usage })))
  asked.file.set(part, { session, limits, usage, isWhole: asked.problems.length === problems })
}

async function askUsage(
  asked: PartsAsked,
  { part, path, usage }: { part: string; path: string; usage: unknown[] },
): Promise<void> {
  let page = ''
  for (;;) {
    const query = { limit: asked.limits.page, offset: usage.length }
    const of = { paths: [`${path}/usage`], names: LIST_NAMES.usage, query }
    const items = await asked.page(`${part}/usage`, of)
    if (items === null || items.length === 0) return
    const text = jsonText(items)
    if (text === page) {
      // A short answer that comes whatever is asked for is all there is.
      if (items.length >= asked.limits.page)
        asked.tell(`${part}/usage`, 'the backend answers with the same usage again; no more is asked for')
      return
    }
    page = text
    usage.push(...items)
    const full = asked.full('usage rows', usage.length)
    if (full) return asked.tell(`${part}/usage`, full)
  }
}

/** Older backends have neither limits nor usage. */
async function orNothing<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (isMissing(error)) return undefined
    throw error
  }
}
