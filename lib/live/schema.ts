import { z } from 'zod'

/** The smallest reply there is: a text that changes with every write of ingest. */
export const RevisionWire = z.object({ revision: z.string() })
export type RevisionWire = z.infer<typeof RevisionWire>
