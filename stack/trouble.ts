/** Something that the person at the terminal can put right. Its message is shown as it is, without a stack. */
export class Trouble extends Error {
  override name = "Trouble";
}
