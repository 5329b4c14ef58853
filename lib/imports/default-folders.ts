import path from 'node:path'

/** What the machine says about where its user's tools keep their files. */
export interface HomePlaces {
  home: string
  /** XDG_CONFIG_HOME, CLAUDE_CONFIG_DIR and CODEX_HOME as they stand in the environment. */
  xdgConfigHome: string | undefined
  /** May name several folders, with commas between. */
  claudeConfigDir: string | undefined
  codexHome: string | undefined
}

export interface DefaultFolder {
  system: 'claude-code' | 'codex'
  path: string
}

/** An absolute folder, `~` as the home; null for anything else: relative to what would be a guess. */
function absolute(named: string, home: string): string | null {
  const text = named.trim()
  const spelled = text === '~' || text.startsWith('~/') ? path.join(home, text.slice(1)) : text
  return path.isAbsolute(spelled) && !spelled.includes('\0') ? path.resolve(spelled) : null
}

/**
 * Every folder in which Claude Code and Codex may have left transcripts, whether it exists or not; each once.
 * What a variable names comes first: it is what is in use now.
 */
export function defaultFolders({ home, xdgConfigHome, claudeConfigDir, codexHome }: HomePlaces): DefaultFolder[] {
  const named = (text: string | undefined) => (text ? (absolute(text, home) ?? []) : [])
  const claude = [
    ...(claudeConfigDir ?? '').split(',').flatMap(named),
    path.join(home, '.claude'),
    path.join([named(xdgConfigHome)].flat()[0] ?? path.join(home, '.config'), 'claude'),
  ]
  const codex = [named(codexHome), path.join(home, '.codex')].flat()
  const folders: DefaultFolder[] = [
    ...claude.map((folder) => ({ system: 'claude-code' as const, path: path.join(folder, 'projects') })),
    ...codex.flatMap((folder) =>
      ['sessions', 'archived_sessions'].map((name) => ({ system: 'codex' as const, path: path.join(folder, name) })),
    ),
  ]
  return folders.filter((folder, index) => folders.findIndex((other) => other.path === folder.path) === index)
}
