/** Published samples that many books work through, and one of our own. */

/** Cross − self, in eighths of an inch (Fisher 1935). */
export const DARWIN = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]

/** The example of R's wilcox.test (Hollander and Wolfe). */
export const DEPRESSION = {
  before: [1.83, 0.5, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.3],
  after: [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29],
}

export const TOKENS = {
  control: [182_000, 95_000, 143_000, 310_000, 88_000, 120_000, 205_000, 76_000, 164_000, 99_000],
  treatment: [151_000, 99_000, 120_000, 262_000, 80_000, 118_000, 171_000, 79_000, 134_000, 90_000],
}
