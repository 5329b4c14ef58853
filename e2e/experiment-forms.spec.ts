import path from 'node:path'
import type { Page } from '@playwright/test'
import type { ExperimentDetail } from '@/lib/experiments/experiment-schema'
import { expectAccessible } from './accessible'
import { writeExperiments } from './experiment-records'
import { expect, openPage, Pitwall, test, watchPage } from './pitwall'

const REASON = 'the label <b>alone</b> differs'

/** The width of a phone, on which nothing may stick out; then back. */
async function expectNarrow(page: Page, where: string): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 })
  const sideways = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(sideways, where).toBeLessThanOrEqual(0)
  await page.setViewportSize({ width: 1440, height: 1000 })
}

/** Goes on by Tab until this has the focus. */
async function tabTo(page: Page, role: 'textbox' | 'combobox' | 'button' | 'checkbox', name: string): Promise<void> {
  const wanted = page.getByRole(role, { name, exact: true })
  for (let step = 0; step < 60; step += 1) {
    if (await wanted.evaluate((element) => element === document.activeElement)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`no Tab leads to ${name}`)
}

test.describe('forms of experiments', () => {
  test.describe.configure({ mode: 'serial' })
  test.setTimeout(180_000)
  let pitwall: Pitwall
  let declared = ''

  test.beforeAll(async () => {
    pitwall = await Pitwall.start()
    const folder = writeExperiments(path.join(pitwall.records, 'tables'))
    expect((await pitwall.run('import', folder)).code).toBe(0)
  })
  test.afterAll(() => pitwall.remove())

  const api = async (id: string, rest = '') =>
    fetch(`${pitwall.url}/api/v1/ab/experiments/${encodeURIComponent(id)}${rest}?fleet=own`)
  const detail = async (id: string) => (await (await api(id)).json()) as ExperimentDetail

  test('declare one by keyboard alone, and its page shows it', async ({ page }) => {
    const faults = watchPage(page, pitwall.url)
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    await page.getByRole('link', { name: 'Declare', exact: true }).focus()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Declare an experiment' })).toBeVisible()
    await tabTo(page, 'textbox', 'Name')
    await page.keyboard.type('Does the change help?')
    await tabTo(page, 'combobox', 'Job of control')
    await page.keyboard.type('success')
    await expect(page.getByRole('option', { name: /success-40/ })).toBeVisible()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    for (const [arm, configuration] of [
      ['control', 'baseline'],
      ['treatment', 'changed'],
    ]) {
      await tabTo(page, 'combobox', `Configuration of ${arm}`)
      await page.keyboard.type(configuration?.slice(0, 4) ?? '')
      await expect(page.getByRole('option', { name: new RegExp(configuration ?? '') })).toBeVisible()
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    }
    await expect(page.locator('[data-decision]')).toContainText('Whether “changed” succeeds more often than “baseline”')
    await expect(page.locator('[data-preview]')).toContainText('40 pairs.')
    // The table has 27 and 33 successes: a form may not know.
    await expect(page.locator('form')).not.toContainText(/\b27\b|\b33\b/)
    await expectAccessible(page, 'the form')
    await expectNarrow(page, 'the form')
    // Nothing may vary, so that the comparison is refused further down.
    await tabTo(page, 'checkbox', 'Configuration')
    await page.keyboard.press('Space')
    await tabTo(page, 'button', 'Declare this experiment')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('heading', { level: 1, name: 'Does the change help?' })).toBeVisible()
    await expect(page).toHaveURL(/\/experiments\/exp_/)
    declared = decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? '')
    expect((await detail(declared)).definition).toMatchObject({
      ...{ name: 'Does the change help?', metric: 'success', alpha: 0.05, varied: [] },
      treatment: { by: 'configuration', configuration: 'changed', jobId: 'results:success-40' },
    })
    expect(faults).toEqual([])
  })

  test('what is wrong is named at its field, and nothing is sent', async ({ page }) => {
    await openPage(page, `${pitwall.url}/experiments/new?fleet=own`)
    await page.getByText('More: test, direction').click()
    await page.getByRole('textbox', { name: 'α, the chance of a false alarm' }).fill('5 %')
    await page.getByText('More: test, direction').click()
    await page.getByRole('button', { name: 'Declare this experiment' }).click()
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toBeFocused()
    for (const [role, name, fault] of [
      ['textbox', 'Name', 'A name is needed'],
      ['combobox', 'Configuration of control', 'The name of a configuration is needed'],
      ['textbox', 'α, the chance of a false alarm', 'A number from 0.000001 to 0.5'],
    ] as const) {
      const field = page.getByRole(role, { name, exact: true })
      await expect(field).toHaveAttribute('aria-invalid', 'true')
      await expect(field).toHaveAccessibleDescription(new RegExp(fault.replace('.', '\\.')))
    }
    await expect(page.getByText('4 fields are not right')).toBeVisible()
    await expectAccessible(page, 'a form with faults')
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('x')
    await expect(page.getByText('3 fields are not right')).toBeVisible()
  })

  test('start from what the records define', async ({ page }) => {
    await openPage(page, `${pitwall.url}/experiments/${encodeURIComponent('table:results:tokens-10')}?fleet=own`)
    await page.getByRole('link', { name: 'Declare this one' }).click()
    await expect(page.getByRole('combobox', { name: 'Configuration of treatment' })).toHaveValue('changed')
    await expect(page.getByRole('combobox', { name: 'Metric' })).toHaveValue('tokens')
    await expect(page.getByText('Its results are known already')).toBeVisible()
  })

  test('a refused one is shown with a reason, is stamped everywhere, and refused again when that is withdrawn', async ({
    page,
  }) => {
    const address = `${pitwall.url}/experiments/${declared}?fleet=own`
    await openPage(page, address)
    await expect(page.getByText('The comparison is refused, so no effect is shown')).toBeVisible()
    await page.getByRole('button', { name: 'Show the effect nevertheless…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog).toContainText('Configuration differs, and is not what should vary')
    await page.getByRole('button', { name: 'Show it as exploratory' }).click()
    await expect(dialog.getByText('A reason is needed')).toBeVisible()
    await expectAccessible(page, 'the dialog of an override')
    await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON)
    await page.getByRole('button', { name: 'Show it as exploratory' }).click()
    await expect(page.getByText('Exploratory', { exact: true })).toBeVisible()
    await expect(page.locator('main')).toContainText(REASON)
    await expect(page.getByRole('table', { name: 'Measures' })).toBeVisible()
    expect(await (await api(declared, '/report.md')).text()).toContain('**Exploratory.**')
    expect((await detail(declared)).validity.override).toMatchObject({ reason: REASON })
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    await expect(page.locator(`tr[data-experiment="${declared}"]`)).toContainText('exploratory')

    await openPage(page, `${pitwall.url}/experiments/overrides?fleet=own`)
    const row = page.locator('tr[data-override]')
    await expect(row).toContainText(REASON)
    await expect(row).toContainText('in force')
    await expectAccessible(page, 'the list of overrides')
    await expectNarrow(page, 'the list of overrides')
    await row.getByRole('button', { name: 'Withdraw…' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('it was not')
    await page.getByRole('button', { name: 'Withdraw the override' }).click()
    await expect(row).toContainText('withdrawn')
    await expect(row).toContainText('it was not')
    await openPage(page, address)
    await expect(page.getByText('The comparison is refused, so no effect is shown')).toBeVisible()
    const listed = await pitwall.run('pairs', 'overrides', '--json')
    expect(JSON.parse(listed.stdout).items).toMatchObject([{ reason: REASON, withdrawn: { reason: 'it was not' } }])
  })

  test('revise: a version written meanwhile is shown, and what was typed stays', async ({ page }) => {
    await openPage(page, `${pitwall.url}/experiments/${declared}?fleet=own`)
    await page.getByRole('link', { name: 'Revise' }).click()
    await expect(page.getByText('Results of this experiment have been shown')).toBeVisible()
    await page.getByRole('textbox', { name: 'Planned pairs' }).fill('80')
    const { definition } = await detail(declared)
    const other = await fetch(`${pitwall.url}/api/v1/ab/experiments/${declared}/versions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ definition: { ...definition, alpha: 0.01 }, reason: 'stricter', expectedVersion: 1 }),
    })
    expect(other.status).toBe(201)
    await page.getByRole('textbox', { name: 'Reason for this version' }).fill('more pairs came')
    await page.getByRole('button', { name: /^Write version 2/ }).click()
    await expect(page.getByRole('heading', { name: 'Version 2 was written in the meantime' })).toBeVisible()
    await expect(page.getByRole('table', { name: 'What differs' })).toContainText('Planned pairs')
    await expect(page.getByRole('textbox', { name: 'Planned pairs' })).toHaveValue('80')
    await expect(page.getByRole('textbox', { name: 'Reason for this version' })).toHaveValue('more pairs came')
    await expectAccessible(page, 'a conflict')
    await expectNarrow(page, 'a conflict')
    await page.getByRole('button', { name: 'Keep mine, after version 2' }).click()
    await page.getByRole('button', { name: /^Write version 3/ }).click()
    await expect(page).toHaveURL(new RegExp(`/experiments/${declared}`))
    await expect(page.getByText('Changed afterwards')).toBeVisible()
    const after = await detail(declared)
    expect(after).toMatchObject({ version: 3, definition: { planned: 80, alpha: 0.05 } })
    expect(after.versions[0]).toMatchObject({ reason: 'more pairs came', afterResults: true })
  })

  test('withdraw one: it leaves the list, stays readable, and comes back', async ({ page }) => {
    const address = `${pitwall.url}/experiments/${declared}?fleet=own`
    await openPage(page, address)
    await page.getByRole('button', { name: 'Withdraw…' }).click()
    await page.getByRole('dialog').getByRole('textbox', { name: 'Reason' }).fill('declared twice')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await expect(page.getByText('Withdrawn', { exact: true })).toBeVisible()
    const row = page.locator(`tr[data-experiment="${declared}"]`)
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    await expect(page.locator('tr[data-experiment]').first()).toBeVisible()
    await expect(row).toHaveCount(0)
    await openPage(page, `${pitwall.url}/experiments?fleet=own&withdrawn=true`)
    await expect(row).toHaveCount(1)
    await openPage(page, address)
    await page.getByRole('button', { name: 'Put it back' }).click()
    await expect(page.getByRole('button', { name: 'Withdraw…' })).toBeVisible()
    await openPage(page, `${pitwall.url}/experiments?fleet=own`)
    await expect(row).toHaveCount(1)
  })
})
