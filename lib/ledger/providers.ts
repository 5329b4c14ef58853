/**
 * One provider has many names: Autopack says `google_gemini` and `glm`, LiteLLM `gemini`, `vertex_ai-language-models`
 * and `zai`. A family is who sends the bill; gateways (openrouter, azure, bedrock) are families of their own,
 * because they charge their own prices.
 */
const FAMILIES: Record<string, readonly string[]> = {
  anthropic: ['anthropic', 'claude'],
  openai: ['openai', 'text-completion-openai'],
  google: ['gemini', 'google', 'google_gemini', 'google-gemini', 'vertex_ai', 'google_vertex'],
  zai: ['zai', 'z-ai', 'z.ai', 'glm', 'zhipuai', 'zhipu'],
  xai: ['xai', 'x-ai', 'grok'],
  moonshot: ['moonshot', 'moonshotai', 'kimi'],
  mistral: ['mistral', 'mistralai'],
  bedrock: ['bedrock', 'bedrock_converse', 'aws', 'amazon'],
  azure: ['azure', 'azure_ai', 'azure-openai'],
}

const FAMILY_OF = new Map(Object.entries(FAMILIES).flatMap(([family, names]) => names.map((name) => [name, family])))

/** The family of a provider's name; an unknown name is a family of its own. */
export function providerFamily(name: string): string {
  const lower = name.trim().toLowerCase()
  if (lower.startsWith('vertex_ai')) return 'google'
  return FAMILY_OF.get(lower) ?? lower
}

/** The names a family goes by, most usual first; the name itself for an unknown one. */
export function namesOfFamily(family: string): readonly string[] {
  return (Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined) ?? [family]
}

/**
 * Splits `provider/model`. A prefix speaks only when no provider is given or when it repeats the given one: what
 * openrouter calls `anthropic/claude…` stays an openrouter model.
 */
export function splitModel(provider: string | null, model: string): { family: string | null; model: string } {
  const slash = model.indexOf('/')
  const given = provider?.trim() ? providerFamily(provider) : null
  if (slash <= 0 || slash === model.length - 1) return { family: given, model }
  const prefix = providerFamily(model.slice(0, slash))
  return given === null || given === prefix
    ? { family: prefix, model: model.slice(slash + 1) }
    : { family: given, model }
}

/** The name without the date of its release: `claude-opus-4-5-20251101` → `claude-opus-4-5`. */
export function withoutDate(model: string): string {
  return model.replace(/[-@]20\d{2}(-?)(?:0[1-9]|1[0-2])\1(?:0[1-9]|[12]\d|3[01])$/, '')
}
