import { defineConfig } from '@playwright/test'

// Tests start their own Pitwall (e2e/), each in a folder of its own: there is no shared web server.
const isRoot = process.getuid?.() === 0
const browser = process.env['PITWALL_BROWSER']

export default defineConfig({
  testDir: 'e2e',
  workers: 1,
  forbidOnly: Boolean(process.env['CI']),
  // A machine that is busy elsewhere may hold a test up once; one that fails twice has a fault.
  retries: process.env['CI'] ? 1 : 0,
  timeout: 60_000,
  reporter: 'line',
  outputDir: 'test-results',
  use: {
    // Tracing every test makes all of them slower; where a test is tried again, the second try is traced.
    trace: process.env['CI'] ? 'on-first-retry' : 'retain-on-failure',
    locale: 'en-GB',
    timezoneId: 'UTC',
    launchOptions: {
      // Chromium's sandbox refuses to run as root.
      args: isRoot ? ['--no-sandbox'] : [],
      ...(browser && { executablePath: browser }),
    },
  },
})
