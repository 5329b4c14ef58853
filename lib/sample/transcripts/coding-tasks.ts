/** Small pieces of coding work that the sessions of the sample do: what is asked, looked at, changed and tested. */
export interface CodingTask {
  stem: string
  branch: string
  prompt: string
  thinking: string
  file: string
  search: { pattern: string; hits: readonly string[] }
  before: string
  after: string
  /** A second change, after the first run of the tests failed. */
  mend: { before: string; after: string }
  test: { command: string; failed: string; passed: string }
  todo: readonly string[]
  done: string
}

export const PROJECTS = {
  parcel: { cwd: '/home/mika/work/parcel-desk', name: 'a small web app' },
  tide: { cwd: '/home/mika/work/tidewatch', name: 'a command-line tool' },
  ledger: { cwd: '/home/mika/work/ledger-etl', name: 'a data pipeline' },
  kiosk: { cwd: 'D:\\work\\kiosk-ui', name: 'a front end on Windows' },
  tariff: { cwd: '/home/mika/work/tariff-tuner', name: 'a search for prompts that assign customs codes' },
} as const

export const TASKS = {
  search: {
    stem: 'parcel-search',
    branch: 'feat/search-by-code',
    prompt:
      'The search box only finds parcels by full code. Let people type the last four characters, ignoring case. Add a test.',
    thinking:
      'The query compares the whole code. A suffix match needs an index on the reversed code, else it scans the table. First see how the route builds its query.',
    file: 'src/routes/search.ts',
    search: {
      pattern: 'findParcels',
      hits: [
        'src/routes/search.ts:12:  const rows = await findParcels(db, query)',
        'src/db/parcels.ts:31:export async function findParcels(db: Db, code: string) {',
        'test/search.test.ts:8:import { findParcels } from "../src/db/parcels"',
      ],
    },
    before: `export async function findParcels(db: Db, code: string) {
  return db.all('SELECT * FROM parcel WHERE code = ?', code)
}`,
    after: `export async function findParcels(db: Db, code: string) {
  const ending = code.trim().toUpperCase()
  return db.all('SELECT * FROM parcel WHERE upper(code) LIKE ? ORDER BY arrived_at DESC LIMIT 50', \`%\${ending}\`)
}`,
    mend: {
      before: `  const ending = code.trim().toUpperCase()`,
      after: `  const ending = code.trim().toUpperCase().replaceAll(/[%_]/g, '')
  if (ending.length < 4) return []`,
    },
    test: {
      command: 'npm test -- search',
      failed: ` FAIL  test/search.test.ts > finds a parcel by the end of its code
AssertionError: expected [ …12 parcels ] to have a length of 1 but got 12
 Tests  1 failed | 6 passed (7)`,
      passed: ` ✓ test/search.test.ts (7 tests) 84ms
 Tests  7 passed (7)
 Duration  1.21s`,
    },
    todo: ['Find where the query is built', 'Match the end of the code', 'Guard against wildcards', 'Test it'],
    done: 'The search takes the last four characters or more, in any case, and ignores `%` and `_`. Shorter input finds nothing instead of everything. Seven tests pass.',
  },
  login: {
    stem: 'session-timeout',
    branch: 'fix/session-timeout',
    prompt: 'People are logged out after five minutes although the setting says thirty. Find out why and fix it.',
    thinking:
      'Thirty minutes as a setting, five in effect: probably seconds against milliseconds, or a second place that sets the cookie.',
    file: 'src/auth/session.ts',
    search: {
      pattern: 'maxAge|SESSION_MINUTES',
      hits: [
        'src/auth/session.ts:9:const SESSION_MINUTES = Number(readSetting("SESSION_MINUTES") ?? 30)',
        'src/auth/session.ts:22:    maxAge: SESSION_MINUTES * 10,',
        'src/server.ts:41:  app.register(cookie, { secret })',
      ],
    },
    before: `    maxAge: SESSION_MINUTES * 10,`,
    after: `    maxAge: SESSION_MINUTES * 60,`,
    mend: {
      before: `const SESSION_MINUTES = Number(readSetting("SESSION_MINUTES") ?? 30)`,
      after: `const SESSION_MINUTES = Math.max(1, Number(readSetting("SESSION_MINUTES") ?? 30) || 30)`,
    },
    test: {
      command: 'npm test -- auth',
      failed: ` FAIL  test/auth.test.ts > a setting that is no number means thirty minutes
AssertionError: expected NaN to be 1800
 Tests  1 failed | 11 passed (12)`,
      passed: ` ✓ test/auth.test.ts (12 tests) 203ms
 Tests  12 passed (12)`,
    },
    todo: ['Find every place that sets the lifetime', 'Fix the unit', 'Cover a broken setting'],
    done: 'The cookie lifetime was multiplied by ten instead of sixty. It is in seconds now, and a setting that is no number falls back to thirty minutes.',
  },
  tides: {
    stem: 'tide-table-zones',
    branch: 'feat/zones',
    prompt: 'Add `--zone` to the table command so that times are printed in the zone of the station, UTC by default.',
    thinking:
      'Times are stored as UTC and printed naively. zoneinfo is in the standard library, so no new dependency. The station file already has a zone column.',
    file: 'tidewatch/table.py',
    search: {
      pattern: 'strftime',
      hits: [
        'tidewatch/table.py:27:    return row.at.strftime("%H:%M")',
        'tidewatch/export.py:14:        writer.writerow([row.at.strftime("%Y-%m-%dT%H:%MZ"), row.height])',
      ],
    },
    before: `def clock(row: Reading) -> str:
    return row.at.strftime("%H:%M")`,
    after: `def clock(row: Reading, zone: ZoneInfo = UTC) -> str:
    return row.at.astimezone(zone).strftime("%H:%M")`,
    mend: {
      before: `import argparse`,
      after: `import argparse
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

UTC = ZoneInfo("UTC")`,
    },
    test: {
      command: 'pytest -q tests/test_table.py',
      failed: `..F....                                                                  [100%]
E       NameError: name 'ZoneInfo' is not defined
1 failed, 6 passed in 0.31s`,
      passed: `.......                                                                  [100%]
7 passed in 0.28s`,
    },
    todo: ['Print in a zone', 'Add the option', 'Name an unknown zone in the error', 'Test around a change of clocks'],
    done: '`tidewatch table --zone Europe/Lisbon` prints local times; without it everything stays UTC. An unknown zone is named in the error and leaves with code 2.',
  },
  paging: {
    stem: 'slow-export',
    branch: 'perf/export',
    prompt: 'The export of a year takes four minutes. It should stream. Measure before and after.',
    thinking:
      'Four minutes for half a million rows smells of one query per row. I will profile before touching anything.',
    file: 'tidewatch/export.py',
    search: {
      pattern: 'for row in',
      hits: [
        'tidewatch/export.py:12:    for row in rows:',
        'tidewatch/store.py:44:        for row in self.query("SELECT id FROM reading"):',
      ],
    },
    before: `    rows = [store.reading(id) for id in store.ids(year)]
    for row in rows:
        writer.writerow([row.at.isoformat(), row.height])`,
    after: `    for row in store.readings(year, batch=5_000):
        writer.writerow([row.at.isoformat(), row.height])`,
    mend: {
      before: `    def readings(self, year: int):`,
      after: `    def readings(self, year: int, batch: int = 1_000):`,
    },
    test: {
      command: 'pytest -q && hyperfine "python -m tidewatch export 2024"',
      failed: `E       TypeError: Store.readings() got an unexpected keyword argument 'batch'
3 failed, 38 passed in 2.11s`,
      passed: `41 passed in 2.02s
  Time (mean ± σ):      3.412 s ±  0.081 s    [User: 3.2 s, System: 0.1 s]`,
    },
    todo: ['Profile one month', 'Read in batches', 'Compare both files byte by byte'],
    done: 'One query per row was the cause. The export reads in batches now: 3.4 s instead of 4 min 2 s for a year, and the file is the same byte for byte.',
  },
  totals: {
    stem: 'daily-totals',
    branch: 'fix/daily-totals',
    prompt:
      'The totals of 31 March are twice what the bank says. Find the duplicates and make the load idempotent, please.',
    thinking:
      'A load that ran twice would double exactly one day. The staging table has no key, so a second run appends. A merge on (account, entry id) would be idempotent.',
    file: 'pipeline/load.py',
    search: {
      pattern: 'INSERT INTO entry',
      hits: [
        'pipeline/load.py:58:    con.execute("INSERT INTO entry SELECT * FROM staging")',
        'pipeline/schema.sql:7:CREATE TABLE entry (account TEXT, entry_id TEXT, booked_on DATE, amount DECIMAL(18,2));',
      ],
    },
    before: `    con.execute("INSERT INTO entry SELECT * FROM staging")`,
    after: `    con.execute(
        "INSERT INTO entry SELECT * FROM staging ON CONFLICT (account, entry_id) DO UPDATE SET amount = excluded.amount"
    )`,
    mend: {
      before: `CREATE TABLE entry (account TEXT, entry_id TEXT, booked_on DATE, amount DECIMAL(18,2));`,
      after: `CREATE TABLE entry (
  account TEXT, entry_id TEXT, booked_on DATE, amount DECIMAL(18,2), PRIMARY KEY (account, entry_id));`,
    },
    test: {
      command: 'pytest -q tests/test_load.py',
      failed: `E   duckdb.BinderException: Binder Error: The specified columns as conflict target are not referenced by a UNIQUE/PRIMARY KEY CONSTRAINT or INDEX
1 failed, 14 passed in 1.77s`,
      passed: `...............                                                          [100%]
15 passed in 1.80s`,
    },
    todo: ['Count the doubled rows', 'Give the table a key', 'Merge instead of append', 'Repair 31 March'],
    done: 'The load of 31 March ran twice and appended. The table has a key now and a second load changes nothing; 1,204 doubled rows are gone and the total agrees with the bank to the cent.',
  },
  currency: {
    stem: 'currency-rounding',
    branch: 'fix/rounding',
    prompt: 'Rounding differs by a cent between the report and the ledger. Which one is right, and why?',
    thinking:
      'Report: float sum, then round. Ledger: decimals rounded per line. The bank rounds per line, so the report is wrong.',
    file: 'pipeline/report.py',
    search: {
      pattern: 'round\\(',
      hits: [
        'pipeline/report.py:33:    return round(sum(float(e.amount) for e in entries), 2)',
        'pipeline/convert.py:19:    return (amount * rate).quantize(CENT, ROUND_HALF_EVEN)',
      ],
    },
    before: `    return round(sum(float(e.amount) for e in entries), 2)`,
    after: `    return sum((e.amount for e in entries), Decimal(0))`,
    mend: {
      before: `from pipeline.model import Entry`,
      after: `from decimal import Decimal

from pipeline.model import Entry`,
    },
    test: {
      command: 'pytest -q tests/test_report.py',
      failed: `E       NameError: name 'Decimal' is not defined
2 failed, 9 passed in 0.64s`,
      passed: `11 passed in 0.66s`,
    },
    todo: ['Reproduce the cent', 'Sum decimals', 'Say in the docs who rounds'],
    done: 'The ledger is right: the bank rounds each line. The report summed floats; it sums decimals now and agrees on all 212 days of last year.',
  },
  kiosk: {
    stem: 'kiosk-idle',
    branch: 'feat/idle-screen',
    prompt: 'Show the start screen again after 60 s without touch, but never while a label prints.',
    thinking:
      'A timer that each touch resets, held while printing. The print state lives in a store, so the hook can subscribe to it.',
    file: 'src\\hooks\\useIdle.ts',
    search: {
      pattern: 'setTimeout',
      hits: [
        'src\\hooks\\useIdle.ts:6:  const id = setTimeout(onIdle, ms)',
        'src\\print\\queue.ts:27:  setTimeout(poll, 500)',
      ],
    },
    before: `  const id = setTimeout(onIdle, ms)
  return () => clearTimeout(id)`,
    after: `  if (isPrinting) return
  const id = setTimeout(onIdle, ms)
  return () => clearTimeout(id)`,
    mend: {
      before: `}, [onIdle, ms])`,
      after: `}, [onIdle, ms, isPrinting])`,
    },
    test: {
      command: 'pnpm vitest run idle',
      failed: ` FAIL  src/hooks/useIdle.test.ts > never while a label prints
AssertionError: expected "spy" to not be called at all, but actually been called 1 times`,
      passed: ` ✓ src/hooks/useIdle.test.ts (5 tests) 41ms`,
    },
    todo: ['Hold the timer while printing', 'Start anew when the print ends', 'Test with fake timers'],
    done: 'After 60 s without touch the start screen comes back; while a label prints the timer is held and starts anew when it is done.',
  },
} as const satisfies Record<string, CodingTask>
