import { describe, expect, it } from 'vitest'
import { type Draft, EMPTY_DRAFT, readDraft } from './draft'
import { CreateCampaignInput } from './schema'

const GOOD: Draft = { ...EMPTY_DRAFT, name: ' Again ', varied: ['model_map'] }

describe('the form of a campaign', () => {
  it('gives what the route takes', () => {
    const read = readDraft({ ...GOOD, values: 'model = gpt-5\n\nurl=a=b', effect: '0.9', scale: 'ratio', note: ' x ' })
    expect(read).toEqual({
      settings: {
        ...{ name: 'Again', varied: ['model_map'], calibration: false, batchSize: 5, metric: 'tokens', note: 'x' },
        ...{ values: { model: 'gpt-5', url: 'a=b' }, smallestEffect: { value: 0.9, scale: 'ratio' } },
      },
    })
    expect(CreateCampaignInput.safeParse('settings' in read ? read.settings : null).success).toBe(true)
  })

  it('of an A/A campaign varies nothing, whatever was ticked before', () => {
    expect(readDraft({ ...GOOD, calibration: true })).toMatchObject({ settings: { varied: [], calibration: true } })
  })

  it.each([
    [{ name: '  ' }, 'name'],
    [{ varied: [] }, 'varied'],
    [{ values: 'model' }, 'values'],
    [{ values: '=x' }, 'values'],
    [{ values: 'a=1\na=2' }, 'values'],
    [{ batchSize: '' }, 'batchSize'],
    [{ batchSize: '2.5' }, 'batchSize'],
    [{ batchSize: '101' }, 'batchSize'],
    [{ effect: 'x' }, 'effect'],
    [{ effect: 'Infinity' }, 'effect'],
  ] as const)('%j is refused at its field', (values, field) => {
    const read = readDraft({ ...GOOD, ...values })
    expect('faults' in read ? Object.keys(read.faults) : []).toEqual([field])
  })
})
