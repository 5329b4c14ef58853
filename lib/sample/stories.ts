/** What the runs of the sample are about: builds, features and fixes of a made-up company that ships parcels. */
export interface Story {
  stem: string
  goal: string
  project: string
  tiers: readonly [string, ...string[]]
  /** `tier | key | name | category | complexity` */
  phases: readonly string[]
}

export const STORIES: readonly [Story, ...Story[]] = [
  {
    stem: 'parcel-search',
    goal: 'Find a parcel by any part of its reference, sender or street',
    project: 'harbor',
    tiers: ['Index', 'Search API'],
    phases: [
      '0 | index-schema | Index tables and triggers | implementation | medium',
      '0 | tokenizer | Tokenise references and street names | implementation | high',
      '0 | backfill | Backfill the index in batches | implementation | medium',
      '1 | query-parser | Parse quoted and prefix queries | implementation | high',
      '1 | ranking | Rank by recency and exactness | implementation | medium',
      '1 | search-endpoint | Search endpoint with paging | implementation | low',
      '1 | search-tests | Tests for paging and ranking | tests | medium',
    ],
  },
  {
    stem: 'invoice-export',
    goal: 'Export invoices as CSV and PDF without timing out',
    project: 'ledger',
    tiers: ['Export'],
    phases: [
      '0 | stream-rows | Stream rows instead of loading them | refactoring | high',
      '0 | csv-writer | CSV writer with escaping | implementation | low',
      '0 | pdf-template | PDF template for invoices | implementation | medium',
      '0 | export-job | Background job with progress | implementation | medium',
      '0 | export-tests | Tests with 100,000 rows | testing | medium',
    ],
  },
  {
    stem: 'session-rotation',
    goal: 'Rotate session tokens on sign-in and on privilege change',
    project: 'gate',
    tiers: ['Sessions', 'Clients'],
    phases: [
      '0 | token-store | Store hashed session tokens | implementation | medium',
      '0 | rotate-on-login | Rotate on sign-in | implementation | medium',
      '0 | revoke-old | Revoke the previous token | implementation | low',
      '1 | web-client | Web client follows rotation | implementation | medium',
      '1 | audit-entries | Audit entries for rotations | implementation | low',
      '1 | rotation-tests | Tests for races between tabs | tests | high',
    ],
  },
  {
    stem: 'docs-quickstart',
    goal: 'A quickstart that works on a machine with nothing installed',
    project: 'docs',
    tiers: ['Documentation'],
    phases: [
      '0 | outline | Outline and audience | planning | low',
      '0 | install-page | Installation page | documentation | low',
      '0 | first-shipment | Walk through a first shipment | documentation | medium',
      '0 | link-check | Check every link and command | testing | low',
    ],
  },
  {
    stem: 'rate-limits',
    goal: 'Limit requests per key with fair bursts',
    project: 'gate',
    tiers: ['Limiter', 'Rollout'],
    phases: [
      '0 | bucket | Token bucket per key | implementation | medium',
      '0 | shared-state | Share buckets between nodes | implementation | high',
      '0 | headers | Limit headers on every reply | implementation | low',
      '1 | shadow-mode | Shadow mode with counters | implementation | medium',
      '1 | dashboards | Panels for rejected requests | documentation | low',
    ],
  },
  {
    stem: 'proration-fix',
    goal: 'Prorate plan changes to the day, in the customer’s zone',
    project: 'ledger',
    tiers: ['Billing'],
    phases: [
      '0 | reproduce | Failing tests from three tickets | tests | low',
      '0 | day-arithmetic | Day arithmetic with zones | bugfix | high',
      '0 | credit-notes | Credit notes for downgrades | bugfix | medium',
    ],
  },
  {
    stem: 'import-hardening',
    goal: 'Refuse broken address files with the line and the reason',
    project: 'harbor',
    tiers: ['Parser', 'Reports'],
    phases: [
      '0 | encoding-guess | Detect encodings | implementation | medium',
      '0 | quoted-newlines | Newlines inside quotes | bug_fix | medium',
      '0 | row-errors | Errors with line numbers | implementation | low',
      '1 | reject-report | Report of refused rows | implementation | low',
      '1 | big-file-test | A 2 GB file in constant memory | testing | high',
    ],
  },
  {
    stem: 'digest-mails',
    goal: 'One mail a day instead of one per event',
    project: 'courier',
    tiers: ['Digest'],
    phases: [
      '0 | collect | Collect events per recipient | implementation | medium',
      '0 | template | Plain and HTML templates | implementation | low',
      '0 | schedule | Send at nine in the recipient’s zone | implementation | medium',
      '0 | unsubscribe | One-click unsubscribe | implementation | low',
      '0 | digest-tests | Tests over a change of clocks | tests | medium',
    ],
  },
  {
    stem: 'a11y-sweep',
    goal: 'No serious finding of the accessibility checker on any page',
    project: 'storefront',
    tiers: ['Forms', 'Navigation', 'Charts'],
    phases: [
      '0 | form-labels | Labels and errors of forms | refactoring | low',
      '0 | focus-order | Focus order of the checkout | bugfix | medium',
      '1 | skip-links | Skip links and landmarks | refactoring | low',
      '1 | menu-keys | Menus by keyboard | bugfix | high',
      '2 | chart-tables | Charts as tables | implementation | medium',
      '2 | contrast | Contrast of muted text | refactoring | low',
    ],
  },
  {
    stem: 'thumbnail-pipeline',
    goal: 'Thumbnails within two seconds of an upload',
    project: 'storefront',
    tiers: ['Pipeline'],
    phases: [
      '0 | queue-worker | Worker for uploads | implementation | medium',
      '0 | resize | Resize without losing colour profiles | implementation | high',
      '0 | cache-keys | Cache keys by content | implementation | low',
      '0 | load-test | Load test with 500 uploads | testing | medium',
    ],
  },
  {
    stem: 'permission-log',
    goal: 'Who could see what, and since when',
    project: 'gate',
    tiers: ['Log', 'Views'],
    phases: [
      '0 | event-shape | Shape of a permission event | planning | low',
      '0 | append-only | Append-only table | implementation | medium',
      '0 | writer | Writer in every grant path | implementation | high',
      '1 | timeline-view | Timeline of one person | implementation | medium',
      '1 | export-log | Export for auditors | implementation | low',
      '1 | retention | Retention after seven years | implementation | medium',
      '1 | permission-tests | Tests of forgotten paths | tests | high',
    ],
  },
  {
    stem: 'flaky-hunt',
    goal: 'Find and fix the ten flakiest tests',
    project: 'harbor',
    tiers: ['Tests'],
    phases: [
      '0 | measure | Run the suite fifty times | research | low',
      '0 | clock-tests | Tests that read the clock | bugfix | medium',
      '0 | port-tests | Tests that share a port | bugfix | medium',
      '0 | order-tests | Tests that need an order | bugfix | high',
    ],
  },
  {
    stem: 'api-paging',
    goal: 'Cursor paging on every list of the public API',
    project: 'harbor',
    tiers: ['API', 'Clients', 'Docs'],
    phases: [
      '0 | cursor-codec | Opaque cursors | implementation | low',
      '0 | list-parcels | Parcels by cursor | implementation | medium',
      '0 | list-events | Events by cursor | implementation | medium',
      '0 | stable-order | Stable order under writes | bugfix | high',
      '1 | python-client | Python client iterates | implementation | low',
      '1 | js-client | JavaScript client iterates | implementation | low',
      '2 | paging-docs | Guide to paging | documentation | low',
      '2 | deprecation | Deprecation notice for offsets | docs | low',
    ],
  },
  {
    stem: 'dependency-bump',
    goal: 'Move to the current major versions',
    project: 'storefront',
    tiers: ['Updates'],
    phases: [
      '0 | bundler | Bundler to the next major version | refactoring | high',
      '0 | orm | Database layer to the next major version | refactoring | high',
      '0 | lint-rules | New lint rules | refactoring | low',
    ],
  },
]
