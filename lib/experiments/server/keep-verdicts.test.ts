import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Db } from '@/lib/db/client'
import { dataRevision } from '@/lib/db/data-revision'
import { type ExperimentDefinition as Definition, ExperimentDefinition } from '@/lib/experiments/definition'
import { ListExperimentsInput } from '@/lib/experiments/experiment-schema'
import { imported } from '@/lib/testing/importing'
import { makeResult } from '@/lib/testing/make-job-rows'
import { testDb, testFolder } from '@/lib/testing/test-db'
import { createExperiment } from './declare-experiment'
import { verdictKeeper } from './keep-verdicts'
import { listExperiments } from './list-experiments'

const at = (seconds: number) => new Date(Date.parse('2026-02-01T00:00:00.000Z') + seconds * 1_000)
const arm = (configuration: string) => ({ by: 'configuration' as const, configuration, jobId: 'synth:job' })

async function makeTable(db: Db, job: string, items: number) {
  for (const configuration of ['a', 'b'])
    for (let item = 0; item < items; item += 1)
      await makeResult(db, job, { configuration, itemKey: `${item}`, resolved: configuration === 'b' })
}

/** Takes steps until there is nothing to do. @returns how many did something */
async function settle(step: (now: Date) => Promise<boolean>, now: Date): Promise<number> {
  for (let steps = 0; ; steps += 1) if (!(await step(now))) return steps
}

const listed = async (db: Db) => {
  const { items } = await listExperiments({ db, fleet: 'own', now: at(0) }, ListExperimentsInput.parse({}))
  return Object.fromEntries(items.map(({ id, outcome, pairs }) => [id, [outcome, pairs]]))
}

test('a list tells the verdict of what the records define before anybody opened it, and what is refused', async () => {
  const rows = Array.from({ length: 8 }, (_, item) => [`t,${item},a,false`, `t,${item},b,true`]).flat()
  const file = path.join(testFolder(), 'table.csv')
  writeFileSync(file, ['experiment,item,configuration,resolved', ...rows, ''].join('\n'))
  const { db } = await imported([file])
  await makeTable(db, 'synth:job', 8)
  const step = verdictKeeper({ db, fleet: 'own' })
  expect(await settle(step, at(0))).toBe(2)
  expect(await listed(db)).toEqual({ 'table:results:t': ['better', 8], 'table:synth:job': ['refused', 8] })
})

test('what an operator declared is not computed before somebody looks', async () => {
  const { db } = await testDb()
  await makeTable(db, 'synth:job', 8)
  const definition: Definition = ExperimentDefinition.parse({ name: 'mine', control: arm('a'), treatment: arm('b') })
  const { id } = await createExperiment({ db, fleet: 'own', now: at(0) }, definition)
  await settle(verdictKeeper({ db, fleet: 'own' }), at(0))
  expect(await listed(db)).toMatchObject({ [id]: [null, null], 'table:synth:job': ['refused', 8] })
})

test('nothing is done again before something changed and a while has passed; its own verdicts are no change', async () => {
  const { db } = await testDb()
  await makeTable(db, 'synth:job', 8)
  const step = verdictKeeper({ db, fleet: 'own' })
  expect(await settle(step, at(0))).toBe(1)
  expect(await settle(step, at(3_600))).toBe(0)
  await makeResult(db, 'synth:job', { configuration: 'a', itemKey: 'x', resolved: false })
  await makeResult(db, 'synth:job', { configuration: 'b', itemKey: 'x', resolved: true })
  await db.meta.update({ where: { key: 'dataRevision' }, data: { value: '99' } })
  expect(await settle(step, at(4))).toBe(0)
  expect(await settle(step, at(3_700))).toBe(1)
  expect(await listed(db)).toEqual({ 'table:synth:job': ['refused', 9] })
  // Pages that poll the list are told that it changed.
  expect(await dataRevision(db)).toBe('100')
  expect(await settle(step, at(7_400))).toBe(0)
})
