import { describe, expect, it } from 'vitest'
import { maskConfig } from './mask-config'
import { MASK, maskText } from './mask-text'

const mask = (config: Record<string, unknown>) => maskConfig(config).value

describe('maskConfig hides by name', () => {
  it.each([
    ...[
      'api_key',
      'apiKey',
      'APIKEY',
      'ENVIRONMENT_API_KEY',
      'x-api-key',
      'key',
      'OPENAI_KEY',
      'signing_key',
      'sshKeys',
    ],
    ...[
      'token',
      'access_token',
      'authToken',
      'REFRESH_TOKEN',
      'auth_tokens',
      'secret',
      'client_secret',
      'clientSecret',
    ],
    ...['password', 'db_password', 'PASSWD', 'pwd', 'passphrase', 'password_hash', 'authorization', 'Authorization'],
    ...[
      'Proxy-Authorization',
      'credential',
      'credentials',
      'cookie',
      'set-cookie',
      'private_key',
      'auth',
      'jwt',
      'ＡＰＩ＿ＫＥＹ',
    ],
    ...['pass\u200Bword'],
  ])('the value of %s, and keeps the name', (name) => {
    expect(mask({ [name]: 'hunter2 value' })).toEqual({ [name]: MASK })
    expect(mask({ deep: [{ deeper: { [name]: 'hunter2' } }] })).toEqual({ deep: [{ deeper: { [name]: MASK } }] })
  })

  it.each([
    ...['max_tokens', 'tokens', 'total_tokens', 'token_count', 'tokenizer', 'eos_token', 'next_page_token', 'jobKey'],
    ...['primary_key', 'cache_key', 'sort_key', 'api_key_env', 'CREDENTIAL_PATH', 'CREDENTIAL_NAME', 'secret_name'],
    ...[
      'keyboard',
      'monkey',
      'author',
      'passage',
      'env_keys',
      'token_budget',
      'auth_mode',
      'keys',
      'environment',
      'env',
    ],
  ])('not the text of %s', (name) => {
    expect(mask({ [name]: 'production' })).toEqual({ [name]: 'production' })
  })

  it('keeps numbers, states and nothing as they are, but no number of a password', () => {
    const kept = { token: 5, api_key: null, auth: true, key: '', max_token: 4_096 }
    expect(mask(kept)).toEqual(kept)
    expect(mask({ password: 1_234, pin: 1_234 })).toEqual({ password: MASK, pin: 1_234 })
  })

  it('everything below a secret name', () => {
    const credentials = { user: 'me', nested: { list: ['a', { b: 'c', n: 7 }] }, on: true }
    expect(mask({ credentials })).toEqual({
      credentials: { user: MASK, nested: { list: [MASK, { b: MASK, n: MASK }] }, on: true },
    })
    expect(mask({ auth: { type: 'oauth', token: 't' } })).toEqual({ auth: { type: 'oauth', token: MASK } })
    expect(mask({ auth: ['me', 'hunter2'] })).toEqual({ auth: [MASK, MASK] })
  })

  it('every value of an environment, in each of its forms', () => {
    const env = { HOME: '/root', PORT: 80, DEBUG: true }
    expect(mask({ env })).toEqual({ env: { HOME: MASK, PORT: MASK, DEBUG: true } })
    expect(mask({ environment_variables: ['A=1', 'B=', 'C', 'D=x=y'] })).toEqual({
      environment_variables: [`A=${MASK}`, 'B=', 'C', `D=${MASK}`],
    })
    expect(mask({ env: [{ name: 'HOME', value: '/root' }] })).toEqual({ env: [{ name: 'HOME', value: MASK }] })
    expect(mask({ env_keys: ['OPENAI_API_KEY', 'HOME'] })).toEqual({ env_keys: ['OPENAI_API_KEY', 'HOME'] })
  })

  it('the value of a pair that has a secret name, and the item after a flag', () => {
    const pairs = [
      { name: 'API_KEY', value: 'x' },
      { key: 'seed', value: '7' },
    ]
    expect(mask({ pairs })).toEqual({
      pairs: [
        { name: 'API_KEY', value: MASK },
        { key: 'seed', value: '7' },
      ],
    })
    const argv = ['run', '--api-key', 'abc', '--model', 'm', '--password', '--quiet', '--token=abc']
    expect(mask({ argv })).toEqual({
      argv: ['run', '--api-key', MASK, '--model', 'm', '--password', '--quiet', `--token=${MASK}`],
    })
  })
})

describe('maskConfig hides by form', () => {
  it.each([
    ['Bearer abcdef123456', `Bearer ${MASK}`],
    ['Authorization: Bearer abc.def-ghi', `Authorization: Bearer ${MASK}`],
    ['Basic dXNlcjpwYXNz0=', `Basic ${MASK}`],
    ['sk-proj-abcdefghijkl', MASK],
    ['use sk_env_0123456789 here', `use ${MASK} here`],
    ['ghp_0123456789abcdefghij', MASK],
    ['xoxb-0123456789-abc', MASK],
    ['AKIAIOSFODNN7EXAMPLE', MASK],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', MASK],
    ['postgresql://me:hunter2@db/x?a=1', `postgresql://${MASK}@db/x?a=1`],
    ['https://token@host/path', `https://${MASK}@host/path`],
    ['https://h/p?api_key=abc&q=1&sig=x#f', `https://h/p?api_key=${MASK}&q=1&sig=${MASK}#f`],
    ['curl --api-key abc --model m', `curl --api-key ${MASK} --model m`],
    ['OPENAI_API_KEY=abc python x.py', `OPENAI_API_KEY=${MASK} python x.py`],
    ['{"api_key": "a b", "n": 1}', `{"api_key": "${MASK}", "n": 1}`],
    ['"{\\"api_key\\":\\"abc\\"}"', `"{\\"api_key\\":\\"${MASK}\\"}"`],
    ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----\nrest', `${MASK}\nrest`],
    ['-----BEGIN PRIVATE KEY-----\ncut off', MASK],
  ])('%j', (text, expected) => {
    expect(mask({ note: text })).toEqual({ note: expected })
    expect(Object.keys(mask({ [text]: 1 }))).toEqual([expected])
  })

  it.each([
    'task-force-one',
    'a desk-lamp and sk-8',
    'The key: read the file first',
    'the bearer of this',
    'Basic instructions for all',
    'https://host/path@version?tokens=5&max_tokens=9',
    'max_tokens: 4096',
    'mail me@host.example',
    '"token": 5',
    '<script>alert(1)</script>',
  ])('not %j', (text) => {
    expect(maskConfig({ note: text })).toEqual({ value: { note: text }, masked: 0 })
  })

  it('tells how many places it hid', () => {
    expect(maskConfig({ api_key: 'a', url: 'https://u:p@h', list: ['sk-abcdefgh', 'x'] }).masked).toBe(3)
  })
})

describe('maskConfig bears hostile values', () => {
  it('keeps names that mean something to JavaScript, and names that are masked alike', () => {
    const config = JSON.parse('{"__proto__":{"password":"x"},"constructor":"y","sk-aaaaaaaa":1,"sk-bbbbbbbb":2}')
    expect(JSON.stringify(mask(config))).toBe(
      `{"__proto__":{"password":"${MASK}"},"constructor":"y","${MASK}":1,"${MASK} 2":2}`,
    )
  })

  it('ends below any depth without showing what is there', () => {
    let deep: Record<string, unknown> = { password: 'hunter2', plain: 'hunter2' }
    for (let index = 0; index < 5_000; index += 1) deep = { a: deep }
    expect(JSON.stringify(mask(deep))).not.toContain('hunter2')
  })

  it('is quick on long texts that nearly match', () => {
    const started = performance.now()
    for (const piece of [
      'a://',
      'sk-',
      'key=',
      '--a-key ',
      'Bearer ',
      'Basic a',
      '"\\"',
      'eyJ',
      '-----BEGIN PRIVATE KEY-----',
      'a.b',
    ]) {
      maskText(piece.repeat(40_000))
    }
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('changes nothing in what it was given', () => {
    const config = { api_key: 'a', list: [{ token: 'b' }] }
    const copy = structuredClone(config)
    mask(config)
    expect(config).toEqual(copy)
  })
})
