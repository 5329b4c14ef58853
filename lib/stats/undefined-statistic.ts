/** A quantity that these data do not have, such as a ratio with a zero; the message says why, for people. */
export class UndefinedStatistic extends RangeError {
  constructor(reason: string) {
    super(reason)
    this.name = 'UndefinedStatistic'
  }
}
