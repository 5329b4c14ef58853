import 'server-only'

/** A file of which nothing can be read, with the reason in words. */
export class UnreadableFile extends Error {}

/** The same, and it looks as if somebody were still writing it. */
export class HalfWritten extends UnreadableFile {}

/** The same of a text that is sound and that no reader knows. */
export class UnknownText extends UnreadableFile {}
