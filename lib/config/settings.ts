import { z } from 'zod'

/** Every setting an operator can make: its names in each place, its default and what it means. */

const LOOPBACK = ['127.0.0.1', 'localhost', '::1'] as const

const DatabaseUrl = z
  .string()
  .refine((url) => !/^postgres(ql)?:/.test(url), 'must be file:PATH; PostgreSQL is not supported yet')
  .refine((url) => /^file:./.test(url), 'must be file:PATH, such as file:./data/pitwall.db')

const Host = z
  .string()
  .refine(
    (host) => LOOPBACK.some((known) => known === host),
    `must be one of ${LOOPBACK.join(', ')}: Pitwall has no accounts yet, and at any other address everyone on the network could read your records`,
  )

const Port = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
  .transform(Number)
  .refine((port) => port <= 65_535, 'must be a whole number from 0 to 65535')

const Folders = z.array(z.string().min(1, 'must not hold an empty path'))

/** Environment names come in order: the first that is set in a place wins over the next. */
export const SETTINGS = {
  db: {
    env: ['PITWALL_DB', 'DATABASE_URL'],
    list: false,
    default: 'file:./data/pitwall.db',
    schema: DatabaseUrl,
    about: 'The database with your records.',
  },
  host: {
    env: ['PITWALL_HOST'],
    list: false,
    default: '127.0.0.1',
    schema: Host,
    about: 'The address that Pitwall listens on.',
  },
  port: {
    env: ['PITWALL_PORT'],
    list: false,
    default: '3000',
    schema: Port,
    about: 'The port that Pitwall listens on; 0 takes any free one.',
  },
  watch: {
    env: ['PITWALL_WATCH'],
    list: true,
    default: [],
    schema: Folders,
    about: 'Files and folders that are read again whenever they change.',
  },
  allowedFolders: {
    env: ['PITWALL_ALLOWED_FOLDERS'],
    list: true,
    default: [],
    schema: Folders,
    about: 'Folders from which an import may be started in the browser or by HTTP.',
  },
  caFile: {
    env: ['PITWALL_CA_FILE'],
    list: false,
    default: '',
    schema: z.string(),
    about: 'A file with certificates of authorities that are trusted, beside the usual ones, when a backend is asked.',
  },
  priceOverrides: {
    env: ['PITWALL_PRICE_OVERRIDES'],
    list: false,
    default: '',
    schema: z.string(),
    about: 'A file of your own prices, which win over the list in force; "none" takes them away again.',
  },
} as const
export type SettingName = keyof typeof SETTINGS

/** Kill switches: all on by default; "0", "off", "false" or "no" turns one off. */
export const SWITCHES = {
  http_import: 'Imports may be started in the browser and by HTTP.',
  watch: 'Watched files and folders are read when they change.',
  sample_fleet: 'The sample fleet is made when there are no records yet, and can be shown.',
} as const
export type SwitchName = keyof typeof SWITCHES
export const SWITCH_NAMES = Object.keys(SWITCHES) as SwitchName[]

/** The environment variable of a switch. */
export const switchVariable = (name: SwitchName) => `PITWALL_SWITCH_${name.toUpperCase()}`
