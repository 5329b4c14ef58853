import type { Page } from '@playwright/test'
import { paths } from '@/lib/paths'
import { expectAccessible } from './accessible'
import { expect, openPage, test, watchPage } from './pitwall'

interface Run {
  id: string
  nativeId: string
  phases: { total: number }
}

async function runsOf(url: string, query: string): Promise<Run[]> {
  const reply = await fetch(`${url}/api/v1/runs?fleet=sample&limit=500&${query}`)
  return ((await reply.json()) as { items: Run[] }).items
}

/** The two arms of one experiment of the sample. */
async function armsOf(url: string): Promise<{ control: Run; treatment: Run }> {
  const runs = await runsOf(url, 'system=autopack')
  for (const control of runs) {
    const name = /^(.*)-control$/.exec(control.nativeId)?.[1]
    const treatment = runs.find(({ nativeId }) => name !== undefined && nativeId === `${name}-treatment`)
    if (treatment && control.phases.total > 0) return { control, treatment }
  }
  throw new Error('the sample has no pair of runs')
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

const numberOf = (text: string) => Number(text.replaceAll(',', '').replace('\u2212', '-').replace('+', ''))

test.describe('two runs side by side', () => {
  test('are chosen by search, compared, swapped, and their bars add up', async ({ sample, page }) => {
    const { control, treatment } = await armsOf(sample.url)
    const faults = watchPage(page, sample.url)
    await openPage(page, `${sample.url}/compare?fleet=sample`)
    await expectAccessible(page, 'nothing chosen')
    for (const [side, run] of [
      ['control', control],
      ['treatment', treatment],
    ] as const) {
      const field = page.getByRole('searchbox', { name: `Name or id of the ${side}` })
      await field.fill(run.nativeId)
      const choice = page.getByRole('link', { name: `As ${side}: ${run.nativeId}` })
      await expect(choice).toHaveCount(1)
      await choice.press('Enter')
      await expect(page).toHaveURL(new RegExp(`${side}=`))
    }
    await expect(page.getByRole('heading', { name: 'Specification' })).toBeVisible()
    const runs = page.getByRole('table', { name: 'Two runs' })
    await expect(runs.getByRole('link').first()).toHaveAttribute('href', paths.run(control.id, 'sample'))
    await page.getByRole('application', { name: /^Where the tokens went otherwise/ }).focus()
    await page.keyboard.press('ArrowDown')
    await expect(page.getByText('up to here')).toBeVisible()
    await expectAccessible(page, 'two runs')

    await page.getByRole('button', { name: 'View as table: Where the tokens went otherwise' }).click()
    const bars = page.getByRole('table', { name: 'Tokens by phase' }).locator('tbody tr')
    const deltas = await bars.locator('td:last-child').allTextContents()
    const sum = deltas.at(-1) ?? ''
    const known = deltas.slice(0, -1).filter((text) => !text.includes('not recorded'))
    expect(known.reduce((total, text) => total + numberOf(text), 0)).toBe(numberOf(sum))

    await page.getByRole('link', { name: 'Swap' }).click()
    await expect(runs.getByRole('link').first()).toHaveAttribute('href', paths.run(treatment.id, 'sample'))
    const back = page.getByRole('table', { name: 'Tokens by phase' }).locator('tbody tr:last-child td:last-child')
    await expect(back).toHaveText(sum.startsWith('\u2212') ? sum.replace('\u2212', '+') : sum.replace('+', '\u2212'))
    expect(faults).toEqual([])
  })

  test('show where their transcripts part, with jumps to both sides', async ({ sample, page }) => {
    const [first, second] = await runsOf(sample.url, 'system=claude-code&sort=tokens')
    await page.goto(sample.url + paths.run(first?.id ?? '', 'sample'))
    await page.getByRole('link', { name: 'Compare with…' }).filter({ visible: true }).click()
    await expect(page).toHaveURL(/\/compare\?.*control=/)
    const asked = { control: first?.id ?? '', treatment: second?.id ?? '' }
    await openPage(page, sample.url + paths.compare('sample', asked))
    await expect(page.getByText('parts here')).toHaveCount(2)
    await expectAccessible(page, 'two transcripts')
    await page.getByRole('link', { name: 'Open here in the session of the treatment' }).click()
    await expect(page).toHaveURL(/\/sessions\/.*entry=/)
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)

    const itself = { control: asked.control, treatment: asked.control }
    await page.goto(sample.url + paths.compare('sample', itself))
    await expect(page.getByRole('heading', { name: 'No divergence' })).toBeVisible()
    await expect(page.getByRole('heading', { name: 'No recorded field differs' })).toBeVisible()
  })

  test('say which run is not there, and fit on a phone', async ({ sample, page }) => {
    const { control, treatment } = await armsOf(sample.url)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.goto(sample.url + paths.compare('sample', { control: control.id, treatment: 'autopack:<b>none' }))
    await expect(page.getByText('No run has the id autopack:<b>none')).toBeVisible()
    await expect(page.getByRole('link', { name: 'Other runs' })).toBeVisible()
    for (const query of [{}, { control: control.id }, { control: control.id, treatment: treatment.id }]) {
      await page.goto(sample.url + paths.compare('sample', query))
      await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
      expect(await sideways(page), JSON.stringify(query)).toBeLessThanOrEqual(0)
    }
  })
})
