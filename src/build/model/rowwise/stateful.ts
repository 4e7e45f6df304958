/** Why code can't be shown to work row by row, as a phrase for people. Thrown and caught inside this folder. */
export class Stateful extends Error {
  readonly why: string

  constructor(why: string) {
    super(why)
    this.why = why
  }
}
