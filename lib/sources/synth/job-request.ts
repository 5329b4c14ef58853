import type { JobRecord } from '@/lib/model/records'
import type { Json } from '@/lib/sources/codex/json-value'
import type { Yielded } from '@/lib/sources/document-batches'
import { JsonCells } from '@/lib/sources/json-cells'
import { jsonText } from '@/lib/sources/json-text'
import { stableHash } from '@/lib/sources/stable-hash'
import { groupJob } from './group'
import { goalOf } from './job'

/** What a client was about to ask for. The backend gave it no id yet, so what became of it is not known. */
export function* readJobRequest(fields: Json, about: { ref: string; parentKey: string | null }): Generator<Yielded> {
  const cells = new JsonCells(fields)
  const config = cells.stored('config_body')
  const body = new JsonCells(config ?? {}).cells('prompt_learning')
  const jobKey = `request/${stableHash([jsonText(fields)])}`
  const request: Partial<JobRecord> = {
    parentKey: about.parentKey,
    type: body.has('algorithm', 'initial_prompt') ? 'prompt_learning' : cells.line('algorithm'),
    goal: goalOf(config),
    modelRequested: body.cells('policy').line('model'),
    config,
    data: { ...cells.rest(['config_body']), request: true },
    flags: [...cells.flags],
  }
  const name = [cells.line('algorithm'), body.line('task_app_id') ?? 'request']
    .filter((word) => word !== null)
    .join(' ')
  yield { ...groupJob(jobKey, name, about.ref), ...request }
}
