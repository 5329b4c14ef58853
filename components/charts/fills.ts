import type { BarFill } from '@/lib/charts/bar-model'

/** Written out, so that Tailwind sees each class. */
export const FILL_BACKGROUND = {
  s1: 'bg-s1',
  s2: 'bg-s2',
  s3: 'bg-s3',
  s4: 'bg-s4',
  s5: 'bg-s5',
  's-other': 'bg-s-other',
  ok: 'bg-ok',
  bad: 'bg-bad',
} as const satisfies Record<BarFill, string>

export const fillColour = (fill: BarFill) => `var(--${fill})`
