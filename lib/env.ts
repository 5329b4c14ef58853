import 'server-only'
import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { parseEnv } from 'node:util'
import { ConfigError, type Layers, parseConfigFile, type Resolved, resolveSettings } from '@/lib/config/resolve'
import type { HomePlaces } from '@/lib/imports/default-folders'
import packageJson from '@/package.json'

/** What the processes of one Pitwall share, so that all see the same values with the same origins. */
const LAYERS_VARIABLE = 'PITWALL_LAYERS'

export interface Settings extends Resolved {
  version: string
  /** Names the build that runs: a hash of its sources, or "none" before the first build. */
  buildId: string
  /** The folder of the program itself. */
  root: string
}

export interface GivenFlags {
  values: Layers['flags']
  envFile?: string
}

let given: GivenFlags = { values: {} }
let resolved: Settings | null = null

/** The command line's part; called once by the CLI before anything reads a setting. */
export function setFlags(flags: GivenFlags): void {
  given = flags
  resolved = null
}

/**
 * The settings in force, frozen, each with its origin. Read once per process.
 * @throws {ConfigError} one sentence naming the setting that cannot be used
 */
export function config(): Settings {
  resolved ??= Object.freeze({
    ...resolveSettings(layers()),
    version: packageJson.version,
    buildId: buildId(),
    root: programRoot(),
  })
  return resolved
}

/** The environment for a child process of this Pitwall: it resolves to the same settings. */
export function childEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, [LAYERS_VARIABLE]: JSON.stringify(layers()) }
}

function layers(): Layers {
  const inherited = process.env[LAYERS_VARIABLE]
  const base = inherited ? (JSON.parse(inherited) as Layers) : ownLayers()
  return { ...base, flags: { ...base.flags, ...given.values } }
}

function ownLayers(): Layers {
  const cwd = process.cwd()
  const inherited = pitwallVariables(process.env)
  const envFile = readEnvFile(given.envFile ?? inherited['PITWALL_ENV_FILE'], cwd)
  const environment = given.envFile ? withoutLoaded(inherited, envFile) : inherited
  const named = environment['PITWALL_CONFIG'] ?? envFile['PITWALL_CONFIG']
  return { cwd, flags: {}, environment, envFile, configFile: readConfigFile(named, cwd) }
}

/** Started as `node bin/pitwall.mjs`, Node.js takes `--env-file` too and has put the file's lines into the environment. */
const withoutLoaded = (inherited: Layers['environment'], envFile: Layers['envFile']) =>
  Object.fromEntries(Object.entries(inherited).filter(([name, value]) => envFile[name] !== value))

const pitwallVariables = (all: Readonly<Record<string, string | undefined>>) =>
  Object.fromEntries(
    Object.entries(all).filter(([name]) => (name.startsWith('PITWALL_') || name === 'DATABASE_URL') && all[name]),
  )

function readEnvFile(name: string | undefined, cwd: string): Record<string, string | undefined> {
  return pitwallVariables(readEnvFileAll(name, cwd))
}

function readEnvFileAll(name: string | undefined, cwd = process.cwd()): Record<string, string | undefined> {
  if (name === undefined) return {}
  try {
    return parseEnv(readFileSync(/*turbopackIgnore: true*/ path.resolve(cwd, name), 'utf8'))
  } catch (error) {
    throw new ConfigError(`The env file ${name} cannot be read (${(error as NodeJS.ErrnoException).code ?? error}).`)
  }
}

function readConfigFile(named: string | undefined, cwd: string): Layers['configFile'] {
  const file = path.resolve(cwd, named ?? 'pitwall.config.json')
  if (named === undefined && !existsSync(/* turbopackIgnore: true */ file)) return {}
  let text: string
  try {
    text = readFileSync(/*turbopackIgnore: true*/ file, 'utf8')
  } catch (error) {
    throw new ConfigError(`The config file ${file} cannot be read (${(error as NodeJS.ErrnoException).code ?? error}).`)
  }
  return parseConfigFile(text, file)
}

/** bin/pitwall.mjs names it; a server started by hand runs in it. */
function programRoot(): string {
  return process.env['PITWALL_ROOT'] ?? process.cwd()
}

/** True below `npm start` and `npx`, which stand between whoever stops us and us. */
export function isStartedByNpm(): boolean {
  return process.env['npm_execpath'] !== undefined
}

/** Where the tools of this machine's user keep their files, as their own variables say. */
export function homePlaces(): HomePlaces {
  return {
    home: homedir(),
    xdgConfigHome: process.env['XDG_CONFIG_HOME'],
    claudeConfigDir: process.env['CLAUDE_CONFIG_DIR'],
    codexHome: process.env['CODEX_HOME'],
  }
}

/** Where the key of a synth-ai backend may stand, in the order in which it is looked for. */
const SYNTH_KEYS = ['SYNTH_BACKEND_API_KEY', 'SYNTH_API_KEY'] as const

/**
 * What asking a synth-ai backend takes from the environment, or for the key from the env file. The key is no setting: it
 * is neither shown nor handed on, and stays in this process.
 */
export function backendEnvironment() {
  const env = process.env
  const either = (name: string) => env[name.toLowerCase()] || env[name] || ''
  const own = (name: string) => env[name]?.trim() || undefined
  const envFile = readEnvFileAll(given.envFile ?? env['PITWALL_ENV_FILE'])
  const fromFile = (name: string) => envFile[name]?.trim() || undefined
  const foundIn = SYNTH_KEYS.find((name) => own(name)) ?? SYNTH_KEYS.find((name) => fromFile(name)) ?? null
  return {
    key: {
      value: foundIn === null ? null : (own(foundIn) ?? fromFile(foundIn) ?? null),
      foundIn,
      lookedAt: SYNTH_KEYS as readonly string[],
    },
    proxies: { http: either('HTTP_PROXY'), https: either('HTTPS_PROXY'), none: either('NO_PROXY') },
    /** Node.js reads it at its start; where other authorities are given beside it, it has to be read again. */
    extraAuthorities: env['NODE_EXTRA_CA_CERTS'] || null,
  }
}

/** The folder of the web build, relative to the program. */
export function buildFolder(): string {
  return process.env['PITWALL_DIST_DIR'] ?? '.next'
}

function buildId(): string {
  const file = path.join(programRoot(), buildFolder(), 'PITWALL_BUILD')
  return existsSync(/*turbopackIgnore: true*/ file)
    ? readFileSync(/*turbopackIgnore: true*/ file, 'utf8').slice(0, 12)
    : 'none'
}
