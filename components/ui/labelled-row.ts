/** On a phone a row becomes a block of lines in the same order of reading; each number then carries its own name. */
export const LABELLED_BODY = 'max-md:block'
export const LABELLED_ROW =
  'max-md:grid max-md:grid-cols-2 max-md:gap-x-3 max-md:gap-y-0.5 max-md:border-line max-md:border-b max-md:px-4 max-md:py-2'
export const LABELLED_CELL =
  'max-md:h-auto max-md:max-w-full max-md:whitespace-normal! max-md:min-w-0 max-md:border-0 max-md:p-0! max-md:text-left max-md:data-label:before:mr-1.5 max-md:data-label:before:text-12 max-md:data-label:before:text-3 max-md:data-label:before:content-[attr(data-label)]'
