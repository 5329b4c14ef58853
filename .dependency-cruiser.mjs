// Each rule is one sentence of the house: who may import whom. `npm run imports` runs it, and a test
// plants a violation of each to prove that it would be found.
const never = (name, from, to) => ({ name, severity: 'error', from, to })
const TEST_CODE = ['^e2e/', '^bench/', '^lib/testing/', '\\.test\\.tsx?$', '^playwright\\.config\\.ts$']
const SERVER_CODE = [
  '^lib/[^/]+/server/',
  '^lib/db/',
  '^lib/ingest/',
  '^lib/http/server/',
  '^lib/(env|context)\\.ts$',
  '^prisma/',
  '^cli/',
  '^scripts/',
]
const PURE = '^lib/(model|sources|ledger|stats|fingerprint|liveness|validity)/'
const DOMAINS = 'runs|jobs|sessions|tokens|ledgers|experiments|patterns|imports|overview|settings|compare'

export default {
  forbidden: [
    never('no-cycles', {}, { circular: true }),
    never('nothing-imports-app', { pathNot: ['^app/', ...TEST_CODE] }, { path: '^app/' }),
    never(
      'client-and-shared-code-stays-off-the-server',
      {
        pathNot: [
          '^app/',
          '^proxy\\.ts$',
          '^instrumentation\\.ts$',
          '^next\\.config\\.ts$',
          ...SERVER_CODE,
          ...TEST_CODE,
        ],
      },
      { path: ['^lib/[^/]+/server/', '^lib/db/', '^lib/ingest/', '^lib/env\\.ts$'] },
    ),
    never(
      'app-reaches-the-database-through-a-verb',
      { path: '^app/', pathNot: TEST_CODE },
      // lib/db/fleets gives a verb its context and nothing else.
      { path: ['^lib/db/', '^lib/ingest/', '@prisma'], pathNot: ['^lib/db/fleets\\.ts$'] },
    ),
    never(
      'pure-rooms-import-only-pure-rooms',
      { path: PURE, pathNot: TEST_CODE },
      { path: ['^lib/', '^app/', '^components/', '^cli/', '^prisma/'], pathNot: [PURE, '^lib/time/'] },
    ),
    never(
      'pure-rooms-do-no-io',
      { path: PURE, pathNot: TEST_CODE },
      { dependencyTypes: ['core'], pathNot: ['^(node:)?crypto$', '^(node:)?buffer$'] },
    ),
    never(
      'ui-knows-no-domain',
      { path: '^components/(ui|charts|lists)/' },
      { path: [`^components/(${DOMAINS})/`, '^lib/[^/]+/(schema|queries|filters)\\.ts$', '@tanstack/react-query'] },
    ),
    never(
      'domains-meet-in-app',
      { path: `^components/(${DOMAINS})/` },
      { path: `^components/(${DOMAINS})/`, pathNot: '^components/$1/' },
    ),
    never('recharts-lives-in-components-charts', { pathNot: '^components/charts/' }, { path: 'node_modules/recharts' }),
    never(
      'prisma-lives-in-db-servers-and-ingest',
      {
        pathNot: ['^lib/db/', '^lib/[^/]+/server/', '^lib/ingest/', '^prisma/', '^prisma\\.config\\.ts$', ...TEST_CODE],
      },
      { path: ['node_modules/(@prisma|prisma|libsql|@libsql)/', '^lib/db/generated/'] },
    ),
    never('test-helpers-stay-in-tests', { pathNot: TEST_CODE }, { path: '^lib/testing/' }),
    never(
      'no-barrels',
      {},
      { path: ['^(lib|components|app|cli)/index\\.tsx?$', '^(lib|components|app|cli)/.*/index\\.tsx?$'] },
    ),
    never('cli-does-not-import-next', { path: '^(cli|lib/ingest|lib/db)/' }, { path: 'node_modules/next/' }),
    never('everything-resolves', {}, { couldNotResolve: true }),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '^lib/db/generated'] },
    exclude: { path: ['^\\.next/', '^data/', '\\.css$'] },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'require', 'node', 'default'] },
  },
}
