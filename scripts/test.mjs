// `npm test`: all that a change must pass. Everything it makes lies below one temporary folder, which is removed.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { findBrowser } from './browser.mjs'
import { bin, ROOT, step } from './run-step.mjs'
import { verify } from './verify.mjs'

const folder = mkdtempSync(path.join(tmpdir(), 'pitwall-npm-test-'))
const unitReport = path.join(folder, 'unit.json')
const browserReport = path.join(folder, 'browser.json')

/** Counts of a report file; a report that was never written counts as nothing. */
function counts(file, read) {
  try {
    return read(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return { passed: 0, failed: 0, skipped: 0 }
  }
}

const ofVitest = (report) => ({
  passed: report.numPassedTests,
  failed: Math.max(report.numFailedTests, report.numFailedTestSuites > 0 ? 1 : 0),
  skipped: report.numPendingTests + (report.numTodoTests ?? 0),
})
const ofPlaywright = ({ stats, errors }) => ({
  passed: stats.expected + stats.flaky,
  failed: stats.unexpected + (errors?.length ?? 0),
  skipped: stats.skipped,
})

const hasBrowserTests = () =>
  readdirSync(path.join(ROOT, 'e2e'), { recursive: true }).some((name) => /\.spec\.ts$/.test(name))

async function browserTests() {
  if (!hasBrowserTests()) return true
  const executable = await findBrowser()
  if (!executable) return false
  return step('browser tests', [bin('@playwright/test', 'cli.js'), 'test', '--reporter=line,json'], {
    env: { PITWALL_BROWSER: executable, PITWALL_TEST_FOLDER: folder, PLAYWRIGHT_JSON_OUTPUT_NAME: browserReport },
    show: true,
  })
}

/** The build that the browser tests start; an operator's own build stays as it is. */
const build = () =>
  step('build', [path.join(ROOT, 'bin', 'pitwall.mjs'), 'build', '--verbose'], { env: { PITWALL_DIST_DIR: distDir } })

const distDir = process.env.PITWALL_DIST_DIR ?? '.next'
process.env.PITWALL_DIST_DIR = distDir

let stepsFailed = 0
try {
  const passed = (await verify(unitReport)) && (await build()) && (await browserTests())
  const all = [counts(unitReport, ofVitest), counts(browserReport, ofPlaywright)]
  const sum = (name) => all.reduce((total, part) => total + part[name], 0)
  if (!passed && sum('failed') === 0) stepsFailed = 1
  const failed = sum('failed') + stepsFailed
  const skipped = sum('skipped')
  if (skipped > 0 && !process.env.PITWALL_REAL_DATA) process.stdout.write('Some tests were skipped: no real data.\n')
  process.stdout.write(`\n${sum('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`)
  process.exitCode = passed && failed === 0 ? 0 : 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
