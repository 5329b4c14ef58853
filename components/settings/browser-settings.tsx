'use client'

import { PREFERENCES, usePreference } from '@/components/shell/preferences'
import { Facts, Section } from '@/components/ui/section'
import { Segmented } from '@/components/ui/segmented'

const THEME_WORDS = { system: 'System', light: 'Light', dark: 'Dark' } as const
const DENSITY_WORDS = { default: 'Default', compact: 'Compact', relaxed: 'Relaxed' } as const

export function BrowserSettings() {
  const [theme, setTheme] = usePreference('theme')
  const [density, setDensity] = usePreference('density')
  const themes = PREFERENCES.theme.map((value) => ({ value, label: THEME_WORDS[value] }))
  const densities = PREFERENCES.density.map((value) => ({ value, label: DENSITY_WORDS[value] }))
  return (
    <Section title="This browser" meta="kept here, never in a link">
      <Facts
        className="items-center"
        facts={[
          { label: 'Theme', value: <Segmented label="Theme" value={theme} options={themes} onChange={setTheme} /> },
          {
            label: 'Rows',
            value: <Segmented label="Density" value={density} options={densities} onChange={setDensity} />,
          },
        ]}
      />
    </Section>
  )
}
