/** True for each row that stands right below its parent, or below another child of it. */
export function nestedBelow(rows: readonly { id: string; parentId: string | null }[]): boolean[] {
  const nested: boolean[] = []
  rows.forEach(({ parentId }, index) => {
    const above = rows[index - 1]
    const isSibling = above?.parentId === parentId && nested[index - 1] === true
    nested.push(parentId !== null && above !== undefined && (above.id === parentId || isSibling))
  })
  return nested
}
