import { Fleet } from '@/lib/http/wire'

/** Links are built here, never spelled. A page's link carries its fleet, so that a copied address shows the same data. */

/**
 * Sets or replaces `fleet` in the query of a path; without a fleet the path stays as it is.
 * @param path a path of our own, with or without query and fragment
 */
export function withFleet(path: string, fleet?: Fleet | undefined): string {
  if (!fleet) return path
  const [beforeHash = '', hash] = path.split('#', 2)
  const [pathname = '', query = ''] = beforeHash.split('?', 2)
  const params = new URLSearchParams(query)
  params.set('fleet', fleet)
  return `${pathname}?${params}${hash === undefined ? '' : `#${hash}`}`
}

/** A record as a query: empty values are left out, keys keep their order. */
export function toQuery(values: Readonly<Record<string, string | number | boolean | null | undefined>>): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') params.set(key, String(value))
  }
  const text = params.toString()
  return text ? `?${text}` : ''
}

type Query = Parameters<typeof toQuery>[0]

const page =
  (path: string) =>
  (fleet?: Fleet, query: Query = {}) =>
    withFleet(`${path}${toQuery(query)}`, fleet)
const seg = encodeURIComponent
const api =
  (path: string) =>
  (fleet?: Fleet, query: Query = {}) =>
    withFleet(`/api/v1${path}${toQuery(query)}`, fleet)

type SessionPart = 'entries' | 'find' | 'dropped' | 'tools'
type RunPart = 'status' | 'ledgers' | 'phase6-stats' | 'token-efficiency' | 'failures' | 'timeline' | 'sessions'

type PatternPart = 'transitions' | 'occurrences' | 'split'

type JobPart =
  | 'runs'
  | 'phases'
  | 'events'
  | 'events/facets'
  | 'metrics'
  | 'metrics/names'
  | 'metrics/series'
  | 'candidates'
  | 'candidates/series'
  | 'results'
  | 'results/summary'
  | 'agents'
  | 'ledgers'
  | 'raw'

export const paths = {
  overview: page('/'),
  runs: page('/runs'),
  run: (id: string, fleet?: Fleet, query: Query = {}) => withFleet(`/runs/${seg(id)}${toQuery(query)}`, fleet),
  jobs: page('/jobs'),
  jobAgents: page('/jobs/agents'),
  job: (id: string, fleet?: Fleet, query: Query = {}) => withFleet(`/jobs/${seg(id)}${toQuery(query)}`, fleet),
  sessions: page('/sessions'),
  session: (id: string, fleet?: Fleet, query: Query = {}) => withFleet(`/sessions/${seg(id)}${toQuery(query)}`, fleet),
  compare: page('/compare'),
  tokens: page('/tokens'),
  experiments: page('/experiments'),
  experiment: (id: string, fleet?: Fleet, query: Query = {}) =>
    withFleet(`/experiments/${seg(id)}${toQuery(query)}`, fleet),
  newExperiment: page('/experiments/new'),
  reviseExperiment: (id: string, fleet?: Fleet) => withFleet(`/experiments/${seg(id)}/revise`, fleet),
  overrides: page('/experiments/overrides'),
  campaigns: page('/campaigns'),
  newCampaign: page('/campaigns/new'),
  campaign: (id: string, fleet?: Fleet, query: Query = {}) =>
    withFleet(`/campaigns/${seg(id)}${toQuery(query)}`, fleet),
  patterns: page('/patterns'),
  pattern: (id: string, fleet?: Fleet, query: Query = {}) => withFleet(`/patterns/${seg(id)}${toQuery(query)}`, fleet),
  patternRules: page('/patterns/rules'),
  usageEvents: page('/tokens/events'),
  usageEvent: (id: string, fleet?: Fleet, query: Query = {}) =>
    withFleet(`/tokens/events/${seg(id)}${toQuery(query)}`, fleet),
  droppedCopies: page('/tokens/dropped'),
  budgets: page('/budgets'),
  prices: page('/prices'),
  sources: page('/sources'),
  /** The receipt of one import stands on the page of sources. */
  import: (id: string, fleet?: Fleet) => withFleet(`/sources${toQuery({ import: id })}`, fleet),
  settings: page('/settings'),
  api: {
    health: api('/health'),
    revision: api('/revision'),
    overview: api('/overview'),
    settings: api('/settings'),
    sources: api('/sources'),
    source: (id: string) => `/api/v1/sources/${seg(id)}`,
    syncSource: (id: string) => `/api/v1/sources/${seg(id)}/sync`,
    imports: api('/imports'),
    import: (id: string, fleet?: Fleet) => withFleet(`/api/v1/imports/${seg(id)}`, fleet),
    runs: api('/runs'),
    runCounts: api('/runs/counts'),
    run: (id: string, fleet?: Fleet) => withFleet(`/api/v1/runs/${seg(id)}`, fleet),
    runPart: (id: string, part: RunPart, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/runs/${seg(id)}/${part}${toQuery(query)}`, fleet),
    jobs: api('/jobs'),
    jobFacets: api('/jobs/facets'),
    jobAgents: api('/jobs/agents'),
    job: (id: string, fleet?: Fleet) => withFleet(`/api/v1/jobs/${seg(id)}`, fleet),
    jobPart: (id: string, part: JobPart, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/jobs/${seg(id)}/${part}${toQuery(query)}`, fleet),
    sessions: api('/sessions'),
    sessionCounts: api('/sessions/counts'),
    session: (id: string, fleet?: Fleet) => withFleet(`/api/v1/sessions/${seg(id)}`, fleet),
    sessionPart: (id: string, part: SessionPart, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/sessions/${seg(id)}/${part}${toQuery(query)}`, fleet),
    entry: (id: string, entryId: string, fleet?: Fleet) =>
      withFleet(`/api/v1/sessions/${seg(id)}/entries/${seg(entryId)}`, fleet),
    rawEntry: (id: string, entryId: string, fleet?: Fleet) =>
      withFleet(`/api/v1/sessions/${seg(id)}/entries/${seg(entryId)}/raw`, fleet),
    tokens: api('/tokens'),
    tokenView: api('/tokens/view'),
    tokenTrust: api('/tokens/trust'),
    usageEvents: api('/usage-events'),
    droppedCopies: api('/usage-events/dropped'),
    usageEvent: (id: string, fleet?: Fleet) => withFleet(`/api/v1/usage-events/${seg(id)}`, fleet),
    rawUsageEvent: (id: string, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/usage-events/${seg(id)}/raw${toQuery(query)}`, fleet),
    ledgers: api('/ledgers'),
    doctorEstimates: api('/ledgers/doctor-estimates'),
    abResults: api('/ab/results'),
    experiments: api('/ab/experiments'),
    experiment: (id: string, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/ab/experiments/${seg(id)}${toQuery(query)}`, fleet),
    experimentReport: (id: string, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/ab/experiments/${seg(id)}/report.md${toQuery(query)}`, fleet),
    previewExperiment: '/api/v1/ab/experiments/preview',
    experimentPart: (id: string, part: 'versions' | 'withdrawal' | 'override') =>
      `/api/v1/ab/experiments/${seg(id)}/${part}`,
    overrides: api('/ab/overrides'),
    withdrawOverride: (id: string) => `/api/v1/ab/overrides/${seg(id)}/withdrawal`,
    campaigns: api('/campaigns'),
    campaignPlan: api('/campaigns/plan'),
    campaign: (id: string, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/campaigns/${seg(id)}${toQuery(query)}`, fleet),
    campaignManifest: (id: string, fleet?: Fleet) => withFleet(`/api/v1/campaigns/${seg(id)}/manifest`, fleet),
    abCompare: api('/ab/compare'),
    patterns: api('/patterns'),
    patternCounts: api('/patterns/counts'),
    patternsOf: api('/patterns/of'),
    pattern: (id: string, fleet?: Fleet) => withFleet(`/api/v1/patterns/${seg(id)}`, fleet),
    patternPart: (id: string, part: PatternPart, fleet?: Fleet, query: Query = {}) =>
      withFleet(`/api/v1/patterns/${seg(id)}/${part}${toQuery(query)}`, fleet),
    patternScaffold: (id: string, language: 'python' | 'typescript', fleet?: Fleet) =>
      withFleet(`/api/v1/patterns/${seg(id)}/scaffold?language=${language}`, fleet),
    patternReport: api('/patterns/report.md'),
    movePatterns: '/api/v1/patterns/transitions',
    mergePatterns: '/api/v1/patterns/merge',
    patternRules: api('/patterns/rules'),
    patternRule: (id: string) => `/api/v1/patterns/rules/${seg(id)}`,
    testPatternRule: '/api/v1/patterns/rules/test',
    budgets: api('/budgets'),
    budget: (id: string) => `/api/v1/budgets/${seg(id)}`,
    whatIf: api('/budgets/what-if'),
    prices: api('/prices'),
    priceComparison: api('/prices/comparison'),
  },
}

/** The fleet that the query of a page names; undefined when it names none, or nonsense. */
export function fleetFrom(query: Readonly<Record<string, unknown>>): Fleet | undefined {
  const named = Fleet.safeParse(query['fleet'])
  return named.success ? named.data : undefined
}

/** The id in a part of an address: Next.js hands it over as it stands; a damaged escape is taken as it is written. */
export function idFromSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
