import 'server-only'
import { findProvider } from '@pydantic/genai-prices'
import type { Context } from '@/lib/context'
import { config } from '@/lib/env'
import { listSources } from '@/lib/imports/server/list-sources'
import { activePrices } from '@/lib/ingest/prices'
import type { SettingsReply } from '@/lib/settings/schema'

/** The library tells its providers only by name: these are the ones that price the models of coding agents. */
const PROVIDERS = [
  'anthropic',
  'aws',
  'azure',
  'deepseek',
  'google',
  'mistral',
  'moonshotai',
  'openai',
  'openrouter',
  'x-ai',
  'zhipuai',
]

const bundledModelCount = () =>
  PROVIDERS.reduce((sum, providerId) => sum + (findProvider({ providerId })?.models.length ?? 0), 0)

/** Everything an operator can set, with where each value comes from, and what it acts on. */
export async function getSettings(ctx: Context): Promise<SettingsReply> {
  const { values, switches } = config()
  const [sources, table] = await Promise.all([listSources(ctx), activePrices(ctx.db)])
  const row = await ctx.db.priceTable.findUnique({ where: { version: table.version } })
  return {
    sources,
    prices: {
      version: table.version,
      source: row?.source ?? table.source,
      models: table.source === 'bundled' ? bundledModelCount() : Object.keys(table.entries).length,
      importedAt: row?.importedAt ?? null,
    },
    values: values.map(({ name, value, source, shadows, about }) => ({ name, value, source, shadows, about })),
    killSwitches: Object.entries(switches).map(([name, { enabled, source, about }]) => ({
      name,
      enabled,
      source,
      about,
    })),
  }
}
