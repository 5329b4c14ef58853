// Adds the optional binaries of other platforms that a partial registry left out of package-lock.json: without them
// `npm ci` refuses the lockfile. Run it after `npm install`; it changes nothing when nothing is missing.
import { readFileSync, writeFileSync } from 'node:fs'

const SYSTEMS = { windows: 'win32', linuxmusl: 'linux' }
const KNOWN_SYSTEMS = [
  'darwin',
  'win32',
  'linux',
  'freebsd',
  'android',
  'openbsd',
  'netbsd',
  'sunos',
  'aix',
  'openharmony',
]
const PROCESSORS = ['arm64', 'x64', 'ia32', 'arm', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

/** Platform packages carry their platform in their name: `…-linux-arm64-musl`. */
function platformOf(name) {
  const parts = name.split('/').at(-1).split('-')
  const os = parts.map((part) => SYSTEMS[part] ?? part).find((part) => KNOWN_SYSTEMS.includes(part))
  const cpu = parts.find((part) => PROCESSORS.includes(part))
  const libc = /musl/.test(name) ? 'musl' : /gnu/.test(name) ? 'glibc' : null
  return { ...(cpu && { cpu: [cpu] }), ...(os && { os: [os] }), ...(libc && { libc: [libc] }) }
}

function isLocked(packages, from, name) {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (packages[`${at ? `${at}/` : ''}node_modules/${name}`]) return true
    if (!at) return false
  }
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { packages } = lock
let added = 0
for (const [from, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
  for (const [name, range] of Object.entries(optionalDependencies)) {
    if (isLocked(packages, from, name)) continue
    const version = range.replace(/^[\^~]/, '')
    packages[`node_modules/${name}`] = { version, ...platformOf(name), ...(dev && { dev }), optional: true }
    added += 1
  }
}
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)))
if (added > 0) writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} missing platform packages added to package-lock.json`)
