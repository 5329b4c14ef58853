/**
 * How often nominal 95 % intervals held the true value in 4,000 simulated experiments of `n` pairs each, for the help
 * beside an interval. Made by `npm run bench:statistics`; control log-normal(0, 1), ratio in a pair log-normal(0, 0.3).
 */
export const KNOWN_COVERAGE = [
  { n: 8, pairedT: 0.944, percentile: 0.817, basic: 0.887, bca: 0.768, hodgesLehmann: 0.958, logRatioT: 0.947 },
  { n: 10, pairedT: 0.95, percentile: 0.851, basic: 0.912, bca: 0.801, hodgesLehmann: 0.954, logRatioT: 0.95 },
  { n: 20, pairedT: 0.938, percentile: 0.875, basic: 0.925, bca: 0.826, hodgesLehmann: 0.952, logRatioT: 0.947 },
  { n: 50, pairedT: 0.943, percentile: 0.914, basic: 0.94, bca: 0.879, hodgesLehmann: 0.951, logRatioT: 0.952 },
] as const

/** The same of success: both arms win half of the pairs, treatment alone 20 %, control alone 10 %. */
export const KNOWN_RATE_COVERAGE = [
  { n: 20, newcombe: 0.959, wilson: 0.974, clopperPearson: 0.974 },
  { n: 40, newcombe: 0.959, wilson: 0.943, clopperPearson: 0.962 },
  { n: 100, newcombe: 0.952, wilson: 0.941, clopperPearson: 0.965 },
] as const

/** The same of clusters of five pairs with an intra-class correlation of one half, and when clusters are ignored. */
export const KNOWN_CLUSTER_COVERAGE = [
  { clusters: 5, clusterT: 0.946, pairedT: 0.72 },
  { clusters: 10, clusterT: 0.953, pairedT: 0.73 },
  { clusters: 20, clusterT: 0.954, pairedT: 0.743 },
] as const
