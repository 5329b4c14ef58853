import { expect, it } from 'vitest'
import { defaultFolders } from './default-folders'

const bare = { home: '/home/ann', xdgConfigHome: undefined, claudeConfigDir: undefined, codexHome: undefined }
const pathsOf = (places: Partial<typeof bare> | Record<string, string>) =>
  defaultFolders({ ...bare, ...places }).map(({ path }) => path)

it('names the usual folders of both tools', () => {
  expect(defaultFolders(bare)).toEqual([
    { system: 'claude-code', path: '/home/ann/.claude/projects' },
    { system: 'claude-code', path: '/home/ann/.config/claude/projects' },
    { system: 'codex', path: '/home/ann/.codex/sessions' },
    { system: 'codex', path: '/home/ann/.codex/archived_sessions' },
  ])
})

it('adds what the variables name, a list with commas among them', () => {
  expect(pathsOf({ xdgConfigHome: '/etc/ann', claudeConfigDir: ' /a , ~/b,,/a', codexHome: '/c/' })).toEqual([
    '/a/projects',
    '/home/ann/b/projects',
    '/home/ann/.claude/projects',
    '/etc/ann/claude/projects',
    '/c/sessions',
    '/c/archived_sessions',
    '/home/ann/.codex/sessions',
    '/home/ann/.codex/archived_sessions',
  ])
})

it('passes over what is no absolute folder', () => {
  expect(pathsOf({ xdgConfigHome: 'conf', claudeConfigDir: 'claude,./x,~other,/nul\0', codexHome: '' })).toEqual(
    pathsOf({}),
  )
})
