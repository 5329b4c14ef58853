import Database from 'libsql'
import { AUTOPACK_SCHEMA } from '@/lib/sample/autopack-schema'

/** Set by every script that a page of ours would run by mistake; a browser test asserts that it never appears. */
export const HOSTILE_MARK = '__pitwallHostile'

const bytes = (text: string) => Buffer.from(text, 'utf8')
const raw = (hex: string) => Buffer.from(hex, 'hex')

/** One of each kind of text that does harm somewhere. Bytes, because some of them are no valid UTF-8. */
export const HOSTILE_TEXTS: Readonly<Record<string, Buffer>> = {
  html: bytes('<h1>Title</h1><a href="//evil.example">click</a><iframe src="//evil.example"></iframe>'),
  script: bytes(`<script>window.${HOSTILE_MARK}=1</script>`),
  image: bytes(`"><img src=x onerror="window.${HOSTILE_MARK}=2"><svg/onload=window.${HOSTILE_MARK}=3>`),
  closing: bytes(`</script></style></title></textarea>--><script>window.${HOSTILE_MARK}=4</script>`),
  template: bytes('{{constructor.constructor("alert(1)")()}} $' + '{7*7} #{7*7} <%= 7*7 %>'),
  javascriptUrl: bytes(`javascript:window.${HOSTILE_MARK}=5`),
  markdown: bytes(`[x](javascript:window.${HOSTILE_MARK}=6) ![y](//evil.example/pixel.png)`),
  ansi: bytes('\u001b[31mred\u001b[0m \u001b]0;title\u0007 \u001b[2J\u001b[1;1H'),
  bell: bytes('\u0007\u0008\u007f\u0085\u009b31m'),
  bidi: bytes('\u202egnp.exe\u202c \u2066isolate\u2069 \u200f \u061c'),
  zeroWidth: bytes('in\u200bvis\u200cible\u200d\u2060\ufeff\u00ad'),
  nul: bytes('before\u0000after'),
  invalid: raw('ff fe c0 af 80 e2 28 a1'.replaceAll(' ', '')),
  cutInCharacter: raw('636166c3'),
  loneSurrogate: raw('6869eda08021'),
  formula: bytes('=cmd|"/c calc"!A1'),
  formulaPlus: bytes('+1+1;@SUM(1,2)\t-2'),
  csv: bytes('a,"b",\'c\'\r\nd;e\n"'),
  emoji: bytes('👩‍👩‍👧‍👦🏳️‍🌈 🇵🇱 Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!'),
  long: bytes('a'.repeat(300)),
  noSpaces: bytes('W'.repeat(5_000)),
  path: bytes('../../../../etc/passwd'),
  windowsPath: bytes('..\\..\\C:\\Windows\\system32\\con'),
  sql: bytes('\'; DROP TABLE "Run"; --'),
  url: bytes('/runs/a?b=c&d#e%2f%00%zz'),
  quotes: bytes('"\'`\\'),
  spaces: bytes('  \t\n\r  '),
  empty: bytes(''),
  prototype: bytes('__proto__'),
  json: bytes('{"__proto__":{"polluted":1},"a":[[[[[[[['),
  deepJson: bytes('['.repeat(20_000)),
  state: bytes('DONE_EXPLODED'),
  numberText: bytes('1e999'),
}

const HOSTILE_NUMBERS = [
  0n,
  -1n,
  2n ** 63n - 1n,
  -(2n ** 63n),
  2n ** 53n + 1n,
  1e308,
  -0.5,
  'twelve',
  raw('00ff00'),
  42n,
]
const HOSTILE_TIMES = [
  '2025-12-20 10:00:00.000000',
  '0000-00-00 00:00:00',
  '9999-12-31T23:59:59.999999',
  '2025-13-45 25:61:61',
  '2025-02-30 00:00:00',
  'yesterday',
  '',
  1_766_000_000n,
  '2025-12-20T10:00:00+99:99',
  `<b>${HOSTILE_MARK}</b>`,
  '0001-01-01 00:00:00',
  '275760-09-13 00:00:00',
] as const

type Kind = 'text' | 'number' | 'time'
interface Column {
  name: string
  kind: Kind
}
type Cell = { text: Buffer } | { value: string | bigint | number | Buffer }

/**
 * Writes an Autopack database whose every column holds, over its rows, every kind of harm: texts in all text columns
 * (ids too), absurd or mistyped numbers, times that are none.
 * @param of.bigBytes length of the one huge text per table; with `bigEverywhere` in every text column (about 80)
 * @returns the ids of the runs as a lenient decoder reads them
 */
export function writeHostileAutopack(
  file: string,
  of: { bigBytes?: number; bigEverywhere?: boolean } = {},
): { runIds: string[] } {
  const { bigBytes = 5_000_000, bigEverywhere = false } = of
  const db = new Database(file)
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF')
    db.exec(AUTOPACK_SCHEMA)
    db.exec('PRAGMA foreign_keys = OFF; BEGIN')
    for (const table of tablesOf(db)) {
      const columns = columnsOf(db, table)
      for (let index = 0; index < texts.length; index += 1) insert(db, table, hostileRow(columns, index))
      insertBig(db, table, columns, { bytes: bigBytes, everywhere: bigEverywhere })
      insert(db, table, blobRow(columns))
    }
    db.exec('COMMIT')
  } finally {
    db.close()
  }
  return { runIds: texts.map((_, index) => hostileId(index).toString('utf8')) }
}

const texts = Object.values(HOSTILE_TEXTS)

/** Ids are the texts themselves with a number, so that they differ; runs, phases and usage meet in them. */
function hostileId(index: number): Buffer {
  return Buffer.concat([texts[index % texts.length] ?? bytes(''), bytes(` ${index}`)])
}

/** Columns shift against rows: over all rows each column holds each text once. */
function hostileRow(columns: readonly Column[], index: number): [string, Cell][] {
  return columns.map(({ name, kind }, shift) => {
    if (isKey(name)) return [name, { text: hostileId(index) }]
    if (kind === 'text') return [name, { text: texts[(index + shift) % texts.length] ?? bytes('') }]
    if (kind === 'time') return [name, { value: HOSTILE_TIMES[(index + shift) % HOSTILE_TIMES.length] ?? '' }]
    return [name, { value: HOSTILE_NUMBERS[(index + shift) % HOSTILE_NUMBERS.length] ?? 0n }]
  })
}

function insertBig(
  db: Database.Database,
  table: string,
  columns: readonly Column[],
  big: { bytes: number; everywhere: boolean },
): void {
  const huge = Buffer.alloc(big.bytes, '<b>huge</b> ')
  const targets = columns.filter((column) => column.kind === 'text' && !isKey(column.name))
  for (const [index, target] of (big.everywhere ? targets : targets.slice(0, 1)).entries()) {
    const row = hostileRow(columns, texts.length + index).map(([name, cell]): [string, Cell] =>
      name === target.name ? [name, { text: huge }] : [name, cell],
    )
    insert(db, table, row)
  }
}

/** Blobs where text belongs. */
function blobRow(columns: readonly Column[]): [string, Cell][] {
  return columns.map(({ name, kind }) => {
    if (isKey(name)) return [name, { text: bytes(`blob row of ${name}`) }]
    return kind === 'text' ? [name, { value: raw('00ff3c623e') }] : [name, { value: 1n }]
  })
}

function isKey(name: string): boolean {
  return /^(id|run_id|phase_id|request_id|path|(control|treatment)_run_id)$/.test(name)
}

/** A text goes in as bytes and is declared text by the database: the driver would mend or cut what is no valid text. */
function insert(db: Database.Database, table: string, row: readonly [string, Cell][]): void {
  const names = row.map(([name]) => `"${name}"`).join(', ')
  const values = row.map(([, cell]) => ('text' in cell ? 'CAST(? AS TEXT)' : '?')).join(', ')
  // As one array: the driver takes a single buffer for named parameters, and aborts.
  const parameters = row.map(([, cell]) => ('text' in cell ? cell.text : cell.value))
  db.prepare(`INSERT INTO "${table}" (${names}) VALUES (${values})`).run(parameters)
}

function tablesOf(db: Database.Database): string[] {
  const rows = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").all()
  return rows.map((row) => String((row as { name: string }).name))
}

/** All columns but a table's own integer key, which can hold nothing but integers. */
function columnsOf(db: Database.Database, table: string): Column[] {
  const rows = db.prepare(`SELECT name, type, pk FROM pragma_table_info('${table}')`).all() as {
    name: string
    type: string
    pk: number
  }[]
  return rows
    .filter((row) => !(row.pk > 0 && row.type.startsWith('INTEGER')))
    .map((row) => ({ name: row.name, kind: kindOf(row.type) }))
}

function kindOf(type: string): Kind {
  if (/^(DATETIME|TIMESTAMP)/.test(type)) return 'time'
  return /^(VARCHAR|TEXT|JSON)/.test(type) ? 'text' : 'number'
}
