/** Something a person can put right; its words are all that is printed, and the exit code is 2. */
export class Trouble extends Error {
  override name = 'Trouble'
}
