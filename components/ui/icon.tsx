import { cx } from '@/components/ui/cx'

/** Outlines on a 16 px grid. */
const PATHS = {
  overview: ['M2.5 9.5 5 6.5l2.5 2 3-5 3 4M2.5 13.5h11'],
  runs: ['M2.5 4h4M2.5 8h11M2.5 12h7'],
  jobs: ['M2.5 5.5h11v7.500h-11zM6 5.500V3.500h4v2M2.5 9h11'],
  sessions: ['M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z'],
  tokens: ['M3.5 13.5v-4M8 13.5v-11M12.5 13.5v-7'],
  experiments: [
    'M3 4.5h1.3M7.700 4.5H13M3 11.5h5.800M12.200 11.5H13M4.3 4.5a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0M8.8 11.5a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0',
  ],
  patterns: ['M8 2.500 14 13.500H2zM8 6.500v3.200M8 11.600h.01'],
  sources: [
    'M3 4c0-1 2.2-1.8 5-1.8s5 .8 5 1.8-2.2 1.8-5 1.8-5-.8-5-1.8v8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8V4M3 8c0 1 2.2 1.8 5 1.8s5-.8 5-1.8',
  ],
  settings: [
    'M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M8.5 5a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0M4.1 11a1.7 1.7 0 1 0 3.4 0 1.7 1.7 0 1 0-3.4 0',
  ],
  search: ['M11 7a4 4 0 1 1-8 0 4 4 0 0 1 8 0M10 10l3.5 3.5'],
  moon: ['M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z'],
  sun: [
    'M10.8 8a2.8 2.8 0 1 1-5.6 0 2.8 2.8 0 0 1 5.6 0M8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  ],
  screen: ['M2.5 3.5h11v7.500h-11zM6 13.5h4'],
  refresh: ['M13 8a5 5 0 1 1-1.5-3.5L13 6M13 3v3h-3'],
  menu: ['M2.5 4.5h11M2.5 8h11M2.5 11.5h11'],
  dots: ['M3.5 8h.01M8 8h.01M12.5 8h.01'],
  copy: [
    'M7 5.5h5A1.5 1.5 0 0 1 13.5 7v5a1.5 1.5 0 0 1-1.5 1.5H7A1.5 1.5 0 0 1 5.5 12V7A1.5 1.5 0 0 1 7 5.500zM10.5 5.5V3a.5.5 0 0 0-.5-.5H3a.5.5 0 0 0-.5.5v7c0 .3.2.5.5.5h2.5',
  ],
  check: ['m3.5 8.5 3 3 6-7'],
  cross: ['m4 4 8 8m0-8-8 8'],
  external: ['M6 3.5H3.5v9h9V10M9 3h4v4M13 3 7.5 8.5'],
  'chevron-down': ['m5 6.5 3 3 3-3'],
  'chevron-right': ['m6.5 5 3 3-3 3'],
  'chevron-left': ['m9.5 5-3 3 3 3'],
  download: ['M8 2.5v7.500M5 7.5 8 10.500l3-3M3 13.5h10'],
  upload: ['M8 10.500V3M5 5.5 8 2.500l3 3M3 13.5h10'],
  pause: ['M5.5 3.500v9M10.5 3.500v9'],
  play: ['M5 3.500v9L12.5 8z'],
  plus: ['M8 3.500v9M3.5 8h9'],
  filter: ['M2.5 4h11M4.5 8h7M6.5 12h3'],
  sidebar: ['M2.5 3h11v10h-11zM6 3v10'],
  keyboard: ['M2 4.500h12v7H2zM4.5 7h.01M7 7h.01M9.5 7h.01M12 7h.01M5 9.500h6'],
} as const satisfies Record<string, readonly string[]>

export type IconName = keyof typeof PATHS

/** A decorative 16 px outline in the current colour; the control around it carries the name. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      className={cx('size-4 flex-none', className)}
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'dots' ? 2 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {PATHS[name].map((d) => (
        <path key={d} d={d} />
      ))}
    </svg>
  )
}
