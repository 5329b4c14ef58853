import type { CanonicalRecord } from '@/lib/model/records'
import { subAgentLink } from './events'
import { fieldOf, type Json, objectOf, textOf, timeOf } from './json-value'
import { entryOf, type LineContext } from './line-context'
import type { ThreadState } from './thread-state'

/** What a `session_meta` says of the thread it names. */
interface Naming {
  id: string
  parent: string | null
  forkedFrom: string | null
  /** The thread at the top of the tree, where it is named. */
  root: string | null
  subAgent: boolean
}

function namingOf(meta: Json): Naming | null {
  const id = textOf(meta, 'id') ?? textOf(meta, 'session_id')
  if (id === null) return null
  const source = objectOf(meta, 'source')
  const spawn = objectOf(objectOf(source, 'subagent'), 'thread_spawn')
  const subAgent = fieldOf(source, 'subagent') !== undefined || textOf(meta, 'thread_source') === 'subagent'
  const named = textOf(spawn, 'parent_thread_id') ?? textOf(meta, 'parent_thread_id')
  const forkedFrom = textOf(meta, 'forked_from_id')
  const root = textOf(meta, 'session_id')
  const parent = named ?? (subAgent ? forkedFrom : null)
  return {
    id,
    parent: parent === id ? null : parent,
    forkedFrom: forkedFrom === id ? null : forkedFrom,
    root: root === id ? null : root,
    subAgent: subAgent || named !== null,
  }
}

/** The first one names the thread of the file; the same again is a resume; another is that of copied history. */
export function sessionMeta(meta: Json, line: LineContext, state: ThreadState): CanonicalRecord[] {
  const naming = namingOf(meta)
  if (naming === null) return []
  if (!state.ownFromMeta) return begin(naming, meta, line, state)
  addAncestors(state, naming.id, naming.forkedFrom, naming.parent)
  if (naming.id !== state.own) {
    state.owner = naming.id
    state.inherits = true
    return []
  }
  const wasOther = state.owner !== state.own
  state.owner = state.own
  state.version = textOf(meta, 'cli_version') ?? state.version
  if (wasOther) return []
  const title = state.version === null ? null : `Codex ${state.version}`
  return [entryOf(line, state, { entryKey: `resume:${line.place}`, type: 'resume', role: 'system', title })]
}

function begin(naming: Naming, meta: Json, line: LineContext, state: ThreadState): CanonicalRecord[] {
  Object.assign(state, {
    own: naming.id,
    ownFromMeta: true,
    owner: naming.forkedFrom ?? naming.id,
    inherits: naming.forkedFrom !== null,
    madeAt: timeOf(meta, 'timestamp') ?? line.at,
    parent: naming.subAgent ? naming.parent : null,
    forkedFrom: naming.forkedFrom,
    root: naming.subAgent ? (naming.root ?? naming.parent ?? naming.id) : naming.id,
    subAgent: naming.subAgent,
    cwd: textOf(meta, 'cwd'),
    version: textOf(meta, 'cli_version'),
    provider: textOf(meta, 'model_provider'),
    agent: agentOf(meta),
    about: aboutOf(meta),
  })
  addAncestors(state, naming.parent, naming.forkedFrom)
  return links(naming, line, state)
}

function links({ id, forkedFrom }: Naming, line: LineContext, state: ThreadState): CanonicalRecord[] {
  const records: CanonicalRecord[] = []
  if (state.parent !== null) records.push(subAgentLink(state.parent, id, line, state.agent))
  if (forkedFrom !== null && !state.subAgent) {
    const fork = { fromKey: id, toKey: forkedFrom, type: 'fork' as const, at: line.at, detail: null }
    records.push({ kind: 'sessionLink', ...fork, ref: line.ref, flags: [] })
  }
  return records
}

/** Ids that are named more often than any line of descent is long are no ancestors. */
const ANCESTORS_MAX = 32

function addAncestors(state: ThreadState, ...ids: (string | null)[]): void {
  for (const id of ids) {
    if (id === null || id === state.own || state.ancestors.includes(id)) continue
    if (state.ancestors.length < ANCESTORS_MAX) state.ancestors.push(id)
  }
}

function agentOf(meta: Json): string | null {
  const source = objectOf(meta, 'source')
  const spawn = objectOf(objectOf(source, 'subagent'), 'thread_spawn')
  const [nickname, role] = ['agent_nickname', 'agent_role'].map((name) => textOf(meta, name) ?? textOf(spawn, name))
  if (nickname && role) return `${nickname} (${role})`
  return nickname ?? role ?? textOf(source, 'subagent')
}

function aboutOf(meta: Json): Json {
  const about: Json = {}
  const originator = textOf(meta, 'originator')
  if (originator !== null) about['originator'] = originator
  const source = textOf(meta, 'source') ?? (objectOf(meta, 'source') === null ? null : 'sub-agent')
  if (source !== null) about['source'] = source
  const git = objectOf(meta, 'git')
  if (git !== null) {
    const fields = ['branch', 'commit_hash', 'repository_url'].flatMap((name) => {
      const value = textOf(git, name)
      return value === null ? [] : [[name, value] as const]
    })
    if (fields.length > 0) about['git'] = Object.fromEntries(fields)
  }
  return about
}
