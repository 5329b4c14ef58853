import 'server-only'

/** Why a backend gave no answer that can be used, in a sentence for the operator. */
export class BackendProblem extends Error {
  override readonly name = 'BackendProblem'

  constructor(
    message: string,
    /** The HTTP status, where there was one. */
    readonly status: number | null = null,
    /** True when asking for something else will not go better: the connection, the key, a limit of the whole import. */
    readonly isFinal = false,
  ) {
    super(message)
  }
}
