import type { MouseEvent } from 'react'

const targetOf = (event: MouseEvent) => (event.target instanceof Element ? event.target : null)

/**
 * A link opens by itself. The mark must be set before (in the capture phase): set after, it would take the place of the
 * navigation that the link has just begun.
 */
export function isPlainLinkClick(event: MouseEvent): boolean {
  return targetOf(event)?.closest('a') != null && !event.metaKey && !event.ctrlKey && !event.shiftKey
}

/** The rest of the row opens like its link, unless text was marked. */
export function isRowClick(event: MouseEvent): boolean {
  const target = targetOf(event)
  if (target === null || target.closest('a, button') || event.defaultPrevented) return false
  return window.getSelection()?.isCollapsed !== false
}
