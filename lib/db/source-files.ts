import 'server-only'
import type { Db } from './client'

/** The text after the last one that begins with `folder/`: what a range over an index ends before. */
const endOf = (folder: string) => `${folder}0`

/** How many files at or below a path were read so far. @param place an absolute path without a slash at its end */
export async function countSourceFiles(db: Db, place: string): Promise<number> {
  return db.sourceFile.count({ where: { OR: [{ path: place }, { path: { gt: `${place}/`, lt: endOf(place) } }] } })
}
