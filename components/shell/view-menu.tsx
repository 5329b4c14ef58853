'use client'

import { PREFERENCES, usePreference } from '@/components/shell/preferences'
import { IconButton } from '@/components/ui/button'
import { Menu, type MenuEntry } from '@/components/ui/menu'
import { useLive } from '@/lib/live/live-provider'

const THEME_ICONS = { system: 'screen', light: 'sun', dark: 'moon' } as const
const PREFERENCE_WORDS = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
  default: 'Default rows, 32 px',
  compact: 'Compact rows, 28 px',
  relaxed: 'Relaxed rows, 40 px',
} as const

/** Theme and density; on narrow screens also what the header has no room for. */
export function ViewMenu() {
  const [theme, setTheme] = usePreference('theme')
  const [density, setDensity] = usePreference('density')
  const { paused, setPaused } = useLive()
  const entries: MenuEntry[] = [
    { heading: 'Theme' },
    ...PREFERENCES.theme.map((choice) => ({
      label: PREFERENCE_WORDS[choice],
      icon: THEME_ICONS[choice],
      checked: choice === theme,
      onSelect: () => setTheme(choice),
    })),
    'line',
    { heading: 'Density' },
    ...PREFERENCES.density.map((choice) => ({
      label: PREFERENCE_WORDS[choice],
      checked: choice === density,
      onSelect: () => setDensity(choice),
    })),
    'line',
    { label: paused ? 'Resume polling' : 'Pause polling', keys: 'p', onSelect: () => setPaused(!paused) },
  ]
  return (
    <Menu trigger={<IconButton size="sm" icon={THEME_ICONS[theme]} label="Theme and density" />} entries={entries} />
  )
}
