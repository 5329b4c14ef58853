import path from 'node:path'
import { z } from 'zod'
import { nearest } from './nearest'
import { SETTINGS, type SettingName, SWITCH_NAMES, SWITCHES, type SwitchName, switchVariable } from './settings'

/** Where a value came from, highest first. */
type Origin = 'flag' | 'environment' | 'env file' | 'config file' | 'default'

/** What each place says, as read: texts, or lists where a place can hold one. */
export interface Layers {
  /** Relative paths are relative to this folder, wherever they were written. */
  cwd: string
  flags: Partial<Record<SettingName, string | string[]>>
  environment: Readonly<Record<string, string | undefined>>
  envFile: Readonly<Record<string, string | undefined>>
  configFile: ConfigFile
}

const Words = z.union([z.string(), z.number().transform(String)])

/** `pitwall.config.json`: the same names in camelCase; switches by name, true or false. */
export const ConfigFile = z.strictObject({
  db: Words.optional(),
  host: Words.optional(),
  port: Words.optional(),
  watch: z.union([z.string(), z.array(z.string())]).optional(),
  allowedFolders: z.union([z.string(), z.array(z.string())]).optional(),
  caFile: z.string().optional(),
  priceOverrides: z.string().optional(),
  switches: z.partialRecord(z.enum(SWITCH_NAMES), z.boolean()).optional(),
})
export type ConfigFile = z.infer<typeof ConfigFile>

export interface ValueOrigin {
  name: string
  value: string
  source: Origin
  /** Lower places that say something else, and are not heard. */
  shadows: { source: Origin; value: string }[]
  about: string
}

interface Switch {
  enabled: boolean
  source: Origin
  about: string
}

export interface Resolved {
  /** `file:` and an absolute path. */
  databaseUrl: string
  sampleDatabaseUrl: string
  dataDir: string
  host: string
  port: number
  watch: readonly string[]
  allowedFolders: readonly string[]
  /** Absolute; null for none. */
  caFile: string | null
  /** Absolute; "none" takes own prices away, null leaves what the database has. */
  priceOverrides: string | null
  switches: Readonly<Record<SwitchName, Switch>>
  values: readonly ValueOrigin[]
}

/** A setting that cannot be used; the message is one sentence that names it and where it was made. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

interface Found {
  source: Origin
  /** How the operator wrote it there: `--port`, `PITWALL_PORT`, `"port"`. */
  as: string
  raw: string | readonly string[]
}

function fromVariables(
  variables: Layers['environment'],
  source: Origin,
  names: readonly string[],
  isList: boolean,
): Found[] {
  return names.flatMap((name) => {
    const text = variables[name]
    if (text === undefined || text === '') return []
    return [{ source, as: name, raw: isList ? text.split(path.delimiter).filter((part) => part !== '') : text }]
  })
}

const asList = (raw: string | readonly string[]) => (typeof raw === 'string' ? [raw] : raw)

const flagOf = (name: SettingName) => `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`

/** Every place that names the setting, highest first; the default comes last and is always there. */
function candidates(layers: Layers, name: SettingName): [Found, ...Found[]] {
  const { env, list } = SETTINGS[name]
  const flag = layers.flags[name]
  const inFile = layers.configFile[name]
  const found: Found[] = [
    ...(flag === undefined ? [] : [{ source: 'flag' as const, as: flagOf(name), raw: list ? asList(flag) : flag }]),
    ...fromVariables(layers.environment, 'environment', env, list),
    ...fromVariables(layers.envFile, 'env file', env, list),
    ...(inFile === undefined
      ? []
      : [{ source: 'config file' as const, as: `"${name}"`, raw: list ? asList(inFile) : inFile }]),
  ]
  const standard: Found = { source: 'default', as: env[0], raw: SETTINGS[name].default }
  const [first, ...rest] = found
  return first ? [first, ...rest, standard] : [standard]
}

const shown = (raw: string | readonly string[]) =>
  typeof raw === 'string' ? raw : raw.length === 0 ? 'none' : raw.join(path.delimiter)

function parse<T>(schema: z.ZodType<T>, found: Found): T {
  const result = schema.safeParse(found.raw)
  if (result.success) return result.data
  const problem = result.error.issues[0]?.message ?? 'is not valid'
  throw new ConfigError(`${found.as} (${found.source}) ${problem}, not ${JSON.stringify(shown(found.raw))}.`)
}

function origin(name: string, about: string, value: string, all: readonly [Found, ...Found[]]): ValueOrigin {
  const [winner, ...lower] = all
  const shadows = lower
    .filter((found) => found.source !== 'default' && shown(found.raw) !== shown(winner.raw))
    .map((found) => ({ source: found.source, value: shown(found.raw) }))
  return { name, value, source: winner.source, shadows, about }
}

const OFF = ['0', 'off', 'false', 'no']
const ON = ['1', 'on', 'true', 'yes']
const OnOff = z
  .string()
  .refine((text) => [...ON, ...OFF].includes(text.toLowerCase()), 'must be "on" or "off"')
  .transform((text) => ON.includes(text.toLowerCase()))

function switchCandidates(layers: Layers, name: SwitchName): [Found, ...Found[]] {
  const variable = switchVariable(name)
  const inFile = layers.configFile.switches?.[name]
  const found: Found[] = [
    ...fromVariables(layers.environment, 'environment', [variable], false),
    ...fromVariables(layers.envFile, 'env file', [variable], false),
    ...(inFile === undefined
      ? []
      : [{ source: 'config file' as const, as: `"switches.${name}"`, raw: inFile ? 'on' : 'off' }]),
  ]
  const standard: Found = { source: 'default', as: variable, raw: 'on' }
  const [first, ...rest] = found
  return first ? [first, ...rest, standard] : [standard]
}

/** `/data/pitwall.db` → `/data/pitwall-sample.db`: beside the operator's, never the same file. */
function samplePath(file: string): string {
  const { dir, name, ext } = path.parse(file)
  return path.join(dir, `${name}-sample${ext}`)
}

/** Parses `pitwall.config.json`. @throws {ConfigError} naming the file and the field */
export function parseConfigFile(text: string, file: string): ConfigFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ConfigError(`${file} is not JSON.`)
  }
  const result = ConfigFile.safeParse(json)
  if (result.success) return result.data
  const [issue] = result.error.issues
  if (issue?.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? ''
    const known = nearest(key, Object.keys(ConfigFile.shape))
    throw new ConfigError(`${file} has the unknown setting "${key}"${known ? `; did you mean "${known}"?` : '.'}`)
  }
  throw new ConfigError(`${file}: "${issue?.path.join('.') ?? ''}" ${issue?.message ?? 'is not valid'}.`)
}

/**
 * The settings in force, each with its origin: flag, then environment, env file, config file, default.
 * @throws {ConfigError} one sentence, naming the variable and where it was set
 */
export function resolveSettings(layers: Layers): Resolved {
  const absolute = (file: string) => path.resolve(layers.cwd, file)
  const values: ValueOrigin[] = []
  function read<T>(name: SettingName, schema: z.ZodType<T>, show: (value: T) => string): T {
    const all = candidates(layers, name)
    const value = parse(schema, all[0])
    values.push(origin(name, SETTINGS[name].about, show(value), all))
    return value
  }
  const database = read('db', SETTINGS.db.schema, (url) => `file:${absolute(url.slice('file:'.length))}`)
  const file = absolute(database.slice('file:'.length))
  const host = read('host', SETTINGS.host.schema, String)
  const port = read('port', SETTINGS.port.schema, String)
  const watch = read('watch', SETTINGS.watch.schema, shown).map(absolute)
  const allowedFolders = read('allowedFolders', SETTINGS.allowedFolders.schema, shown).map(absolute)

  const caFile = read('caFile', SETTINGS.caFile.schema, (file) => (file === '' ? 'none' : absolute(file)))
  const overrides = read('priceOverrides', SETTINGS.priceOverrides.schema, (file) => {
    if (file === '') return 'as the database has them'
    return file === 'none' ? file : absolute(file)
  })

  const switches = {} as Record<SwitchName, Switch>
  for (const name of SWITCH_NAMES) {
    const all = switchCandidates(layers, name)
    const enabled = parse(OnOff, all[0])
    switches[name] = { enabled, source: all[0].source, about: SWITCHES[name] }
    values.push(origin(switchVariable(name), SWITCHES[name], enabled ? 'on' : 'off', all))
  }
  return {
    databaseUrl: `file:${file}`,
    sampleDatabaseUrl: `file:${samplePath(file)}`,
    dataDir: path.dirname(file),
    host,
    port,
    watch,
    allowedFolders,
    caFile: caFile === '' ? null : absolute(caFile),
    priceOverrides: overrides === '' ? null : overrides === 'none' ? overrides : absolute(overrides),
    switches,
    values,
  }
}
