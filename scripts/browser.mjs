// Finds a browser for the tests, or installs one, and says which.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const KNOWN = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

async function playwrightsOwn() {
  const { chromium } = await import('@playwright/test')
  const file = chromium.executablePath()
  return existsSync(file) ? file : null
}

function isDebian() {
  return existsSync('/etc/os-release') && /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'))
}

function install() {
  const run = (args) =>
    spawnSync('apt-get', args, { stdio: 'pipe', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
  process.stdout.write("No browser found: installing Debian's chromium with apt-get …\n")
  run(['update', '-qq'])
  return run(['install', '-y', '-qq', '--no-install-recommends', 'chromium']).status === 0
}

/** The browser to test with, or null after saying what to install. */
export async function findBrowser() {
  const named = process.env.PITWALL_BROWSER
  const found = (named && existsSync(named) ? named : null) ?? (await playwrightsOwn()) ?? KNOWN.find(existsSync)
  if (found) {
    process.stdout.write(`Browser: ${found}\n`)
    return found
  }
  if (process.getuid?.() === 0 && isDebian() && install() && existsSync(KNOWN[0])) {
    process.stdout.write(`Browser: ${KNOWN[0]} (installed now)\n`)
    return KNOWN[0]
  }
  process.stdout.write(
    'No browser found for the browser tests. Install Chromium or Google Chrome (Debian: apt-get install chromium; elsewhere:\n' +
      'npx playwright install chromium), or name one in PITWALL_BROWSER.\n',
  )
  return null
}
