/** All rows of a list, page by page; ends when a list does not. */
export async function allPages<T extends { id: string }>(
  page: (cursor: string | undefined) => Promise<{ items: T[]; nextCursor: string | null }>,
): Promise<T[]> {
  const items: T[] = []
  let cursor: string | undefined
  do {
    const found = await page(cursor)
    items.push(...found.items)
    cursor = found.nextCursor ?? undefined
  } while (cursor !== undefined && items.length < 1_000)
  return items
}
