import type { FieldName } from '@/lib/validity/fields'
import type { CampaignSettings } from './schema'

/** A campaign as it stands in the form. */
export interface Draft {
  name: string
  varied: readonly FieldName[]
  calibration: boolean
  /** One `NAME=VALUE` a line. */
  values: string
  batchSize: string
  metric: CampaignSettings['metric']
  /** Empty: none is declared. */
  effect: string
  scale: 'difference' | 'ratio'
  note: string
}

export const EMPTY_DRAFT: Draft = {
  ...{ name: '', varied: [], calibration: false, values: '', batchSize: '5', metric: 'tokens' },
  ...{ effect: '', scale: 'difference', note: '' },
}

export type DraftFault = 'name' | 'varied' | 'values' | 'batchSize' | 'effect'
type Settings = Omit<CampaignSettings, 'varied'> & { name: string; varied: FieldName[] }

/** What a form says, or which of its fields cannot be taken and why. */
export function readDraft(draft: Draft): { settings: Settings } | { faults: Partial<Record<DraftFault, string>> } {
  const values = readValues(draft.values)
  const batchSize = Number(draft.batchSize)
  const effect = draft.effect.trim() === '' ? null : Number(draft.effect)
  const faults: Partial<Record<DraftFault, string>> = {
    ...(draft.name.trim() === '' ? { name: 'a name is needed' } : {}),
    ...(draft.calibration || draft.varied.length > 0
      ? {}
      : { varied: 'name what is to vary, or make it an A/A campaign' }),
    ...(values === null ? { values: 'one NAME=VALUE a line, each name once' } : {}),
    ...(Number.isInteger(batchSize) && batchSize >= 1 && batchSize <= 100
      ? {}
      : { batchSize: 'a whole number from 1 to 100' }),
    ...(effect === null || Number.isFinite(effect) ? {} : { effect: 'a number, or nothing' }),
  }
  if (values === null || Object.keys(faults).length > 0) return { faults }
  const { calibration, metric, scale, note } = draft
  return {
    settings: {
      ...{ name: draft.name.trim(), varied: calibration ? [] : [...draft.varied], calibration, values, batchSize },
      ...{ metric, note: note.trim(), smallestEffect: effect === null ? null : { value: effect, scale } },
    },
  }
}

function readValues(text: string): Record<string, string> | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const pairs = lines.map((line): [string, string] => {
    const at = line.indexOf('=')
    return [line.slice(0, Math.max(at, 0)).trim(), line.slice(at + 1).trim()]
  })
  const names = pairs.map(([name]) => name)
  return names.includes('') || new Set(names).size < names.length ? null : Object.fromEntries(pairs)
}
