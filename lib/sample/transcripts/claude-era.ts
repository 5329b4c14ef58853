/** What a version of Claude Code writes, as far as its transcripts differ. */
export interface ClaudeEra {
  version: string
  /**
   * What the copies of one response say of its output: all the final count, all the count the stream opened with, or
   * one that grows and often never reaches the end.
   */
  output: 'final' | 'opening' | 'growing'
  /** Where a sub-agent's records go: into the same file, a file beside it, or one below a folder of the session. */
  agents: 'inside' | 'beside' | 'below'
  /** Whether records of sub-agents are also copied into the parent's progress records. */
  embedded: boolean
  gitBranch: boolean
  cacheSplit: boolean
  serverTools: boolean
  iterations: boolean
  speed: boolean
  sourceAssistant: boolean
  /** From about 2.1.101: entry point, effort, prompt ids, reasons to stop on every copy. */
  recent: boolean
}

const number = (version: string) =>
  version.split('.').reduce((sum, part) => sum * 10_000 + Number.parseInt(part, 10), 0)
const since = (version: string, first: string) => number(version) >= number(first)
const between = (version: string, first: string, last: string) =>
  since(version, first) && number(version) <= number(last)

export function claudeEra(version: string): ClaudeEra {
  const final = between(version, '2.0.37', '2.0.44') || since(version, '2.1.101')
  return {
    version,
    output: final ? 'final' : between(version, '2.1.12', '2.1.29') ? 'opening' : 'growing',
    agents: since(version, '2.1.17') ? 'below' : since(version, '2.0.28') ? 'beside' : 'inside',
    embedded: between(version, '2.1.12', '2.1.50'),
    gitBranch: since(version, '1.0.55'),
    cacheSplit: since(version, '1.0.128'),
    serverTools: since(version, '2.0.76'),
    iterations: since(version, '2.1.38'),
    speed: since(version, '2.1.41'),
    sourceAssistant: since(version, '2.1.1'),
    recent: since(version, '2.1.101'),
  }
}
