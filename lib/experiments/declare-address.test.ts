import { expect, it } from 'vitest'
import { declareAddress, declareFromHref, declareRunsHref } from './declare-address'

const queryOf = (href: string) => Object.fromEntries(new URL(href, 'http://x').searchParams)

it('what the form starts from comes back from its address, whatever the ids hold', () => {
  const id = 'table:results:a/b "c"#d'
  const asked = { control: 'gpt & co', treatment: undefined, metric: 'tokens' } as const
  expect(declareAddress(queryOf(declareFromHref(id, asked, 'own')))).toMatchObject({ from: id, asked })
  expect(declareAddress(queryOf(declareRunsHref('a:1', 'b:?&', 'own')))).toMatchObject({
    ...{ from: null, control: 'a:1', treatment: 'b:?&' },
  })
  expect(declareAddress({ control: '', metric: 'nonsense' })).toMatchObject({
    ...{ from: null, control: null, treatment: null, asked: { metric: undefined } },
  })
})
