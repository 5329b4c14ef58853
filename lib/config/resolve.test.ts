import { describe, expect, it } from 'vitest'
import { ConfigError, type Layers, parseConfigFile, resolveSettings } from './resolve'

const layers = (over: Partial<Layers> = {}): Layers => ({
  cwd: '/srv/work',
  flags: {},
  environment: {},
  envFile: {},
  configFile: {},
  ...over,
})
const settingOf = (over: Partial<Layers>, name: string) =>
  resolveSettings(layers(over)).values.find((v) => v.name === name)

describe('resolveSettings', () => {
  it('takes the default when nothing else is said, with paths below the working folder', () => {
    const settings = resolveSettings(layers())
    expect(settings).toMatchObject({
      databaseUrl: 'file:/srv/work/data/pitwall.db',
      sampleDatabaseUrl: 'file:/srv/work/data/pitwall-sample.db',
      dataDir: '/srv/work/data',
      host: '127.0.0.1',
      port: 3000,
      watch: [],
      allowedFolders: [],
      caFile: null,
      priceOverrides: null,
    })
    expect(settings.values.every(({ source, shadows }) => source === 'default' && shadows.length === 0)).toBe(true)
  })

  const places = [
    { flags: { port: '1' } },
    { environment: { PITWALL_PORT: '2' } },
    { envFile: { PITWALL_PORT: '3' } },
    { configFile: { port: '4' } },
  ] satisfies Partial<Layers>[]
  const origins = ['flag', 'environment', 'env file', 'config file']

  it.each(origins.map((source, at) => ({ source, at })))(
    'lets $source win over everything below it',
    ({ source, at }) => {
      const over = Object.assign({}, ...places.slice(at))
      expect(resolveSettings(layers(over)).port).toBe(at + 1)
      expect(settingOf(over, 'port')).toMatchObject({ source, value: String(at + 1) })
      expect(settingOf(over, 'port')?.shadows.map((shadow) => shadow.source)).toEqual(origins.slice(at + 1))
    },
  )

  it('tells only of lower places that say something else', () => {
    const over = {
      environment: { PITWALL_PORT: '8080' },
      envFile: { PITWALL_PORT: '8080' },
      configFile: { port: '99' },
    }
    expect(settingOf(over, 'port')?.shadows).toEqual([{ source: 'config file', value: '99' }])
  })

  it('prefers PITWALL_DB to DATABASE_URL in one place, and a higher place to both', () => {
    const environment = { DATABASE_URL: 'file:/b.db', PITWALL_DB: 'file:/a.db' }
    expect(resolveSettings(layers({ environment })).databaseUrl).toBe('file:/a.db')
    expect(resolveSettings(layers({ environment, flags: { db: 'file:c.db' } })).databaseUrl).toBe('file:/srv/work/c.db')
    const mixed = { environment: { DATABASE_URL: 'file:/b.db' }, envFile: { PITWALL_DB: 'file:/a.db' } }
    expect(resolveSettings(layers(mixed)).databaseUrl).toBe('file:/b.db')
  })

  it('reads lists from all places, with absolute paths', () => {
    const environment = { PITWALL_WATCH: '/a:b::', PITWALL_ALLOWED_FOLDERS: 'x' }
    expect(resolveSettings(layers({ environment }))).toMatchObject({
      watch: ['/a', '/srv/work/b'],
      allowedFolders: ['/srv/work/x'],
    })
    expect(resolveSettings(layers({ flags: { watch: ['one:two'] } })).watch).toEqual(['/srv/work/one:two'])
    expect(resolveSettings(layers({ configFile: { watch: 'single' } })).watch).toEqual(['/srv/work/single'])
  })

  it('treats an empty variable as not set', () => {
    expect(resolveSettings(layers({ environment: { PITWALL_PORT: '' } })).port).toBe(3000)
  })

  it.each([
    [{ PITWALL_PORT: 'abc' }, /PITWALL_PORT \(environment\) must be a whole number/],
    [{ PITWALL_PORT: '70000' }, /PITWALL_PORT .* 0 to 65535/],
    [{ PITWALL_PORT: '-1' }, /PITWALL_PORT/],
    [{ PITWALL_HOST: '0.0.0.0' }, /PITWALL_HOST .*no accounts yet/],
    [{ PITWALL_DB: 'pitwall.db' }, /PITWALL_DB .*file:PATH/],
    [{ DATABASE_URL: 'postgresql://h/db' }, /DATABASE_URL .*PostgreSQL is not supported yet/],
    [{ PITWALL_SWITCH_WATCH: 'maybe' }, /PITWALL_SWITCH_WATCH .*"on" or "off"/],
  ])('refuses %j in one sentence that names the variable', (environment, sentence) => {
    expect(() => resolveSettings(layers({ environment }))).toThrow(ConfigError)
    expect(() => resolveSettings(layers({ environment }))).toThrow(sentence)
  })

  it('does not mind a bad value that a higher place hides', () => {
    expect(resolveSettings(layers({ flags: { port: '1' }, environment: { PITWALL_PORT: 'abc' } })).port).toBe(1)
  })

  it.each(['0', 'off', 'OFF', 'false', 'no'])('turns a switch off by %s', (text) => {
    const { switches } = resolveSettings(layers({ environment: { PITWALL_SWITCH_WATCH: text } }))
    expect(switches.watch).toMatchObject({ enabled: false, source: 'environment' })
    expect(switches.http_import).toMatchObject({ enabled: true, source: 'default' })
  })

  it('takes switches from the config file as true and false', () => {
    const { switches } = resolveSettings(layers({ configFile: { switches: { sample_fleet: false } } }))
    expect(switches.sample_fleet).toMatchObject({ enabled: false, source: 'config file' })
  })
})

describe('parseConfigFile', () => {
  it('reads numbers and lists', () => {
    expect(parseConfigFile('{"port": 4000, "watch": ["a"]}', 'p.json')).toEqual({ port: '4000', watch: ['a'] })
  })
  it.each([
    ['{', /p\.json is not JSON/],
    ['{"prot": 1}', /unknown setting "prot"; did you mean "port"\?/],
    ['{"port": true}', /"port"/],
    ['{"switches": {"wotch": true}}', /p\.json/],
    ['[]', /p\.json/],
  ])('refuses %s', (text, sentence) => {
    expect(() => parseConfigFile(text, 'p.json')).toThrow(sentence)
  })
})
