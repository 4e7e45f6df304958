/** A request that can't be answered: an HTTP status and one sentence that names what is wrong with it. */
export class Refusal extends Error {
  readonly status: number

  constructor(status: number, sentence: string) {
    super(sentence)
    this.name = 'Refusal'
    this.status = status
  }
}
