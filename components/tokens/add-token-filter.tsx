'use client'

import { useState } from 'react'
import { FilterText } from '@/components/lists/filter-controls'
import { FilterPopover } from '@/components/lists/filter-popover'
import type { Fleet } from '@/lib/http/wire'
import { ask, filterOf, TOKEN_FILTERS, type TokensAddress, tokensHref } from '@/lib/tokens/filters'
import { type TokenView, TokenViewInput } from '@/lib/tokens/view-schema'
import { FILTER_WORDS } from '@/lib/tokens/words'

interface AddTokenFilterProps {
  address: TokensAddress
  fleet: Fleet
  view: TokenView | undefined
}

/** A dashed chip that opens a small form with a field for every dimension. */
export function AddTokenFilter({ address, fleet, view }: AddTokenFilterProps) {
  const [open, setOpen] = useState(false)
  const field = filterOf(address.input.by)
  return (
    <FilterPopover
      label="filter"
      title="Filters"
      submit="Filter"
      open={open}
      onOpenChange={setOpen}
      hrefOf={(form) => tokensHref(withForm(address, form), fleet)}
      className="w-64"
    >
      {TOKEN_FILTERS.map((key) => (
        <FilterText
          key={key}
          name={key}
          label={`${FILTER_WORDS[key].charAt(0).toUpperCase()}${FILTER_WORDS[key].slice(1)}`}
          value={address.input[key]}
          held={key === field ? (view?.rows ?? []).map((row) => row.key) : []}
        />
      ))}
    </FilterPopover>
  )
}

/** What the schema refuses is left out. */
function withForm(address: TokensAddress, form: FormData): TokensAddress {
  const change = TOKEN_FILTERS.map((key) => {
    const text = form.get(key)
    const { data } = TokenViewInput.shape[key].safeParse(typeof text === 'string' && text !== '' ? text : undefined)
    return [key, data]
  })
  return ask(address, Object.fromEntries(change))
}
